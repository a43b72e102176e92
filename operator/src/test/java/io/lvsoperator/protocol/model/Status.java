package io.lvsoperator.protocol.model;

/**
 * What a node answers: the status of a ForwardingRequest.
 *
 * @param boot of the node
 * @param directorBoot of the acknowledged request
 * @param sequence of the acknowledged request
 * @param exceptions what of it is not in place
 */
record Status(int boot, int directorBoot, int sequence, Versions exceptions) {
  @Override
  public String toString() {
    return "answer of boot %d to request %d of boot %d%s"
        .formatted(
            boot, sequence, directorBoot, exceptions.isEmpty() ? "" : " except " + exceptions);
  }
}
