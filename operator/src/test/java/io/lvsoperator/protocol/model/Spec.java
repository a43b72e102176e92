package io.lvsoperator.protocol.model;

/**
 * What a director asks: the spec of a ForwardingRequest.
 *
 * @param boot of the director
 * @param sequence of the request
 * @param attachments an upper bound on what the director's kernel may send
 */
record Spec(int boot, int sequence, Versions attachments) {
  @Override
  public String toString() {
    return "request " + sequence + " of boot " + boot + " for " + attachments;
  }
}
