package io.lvsoperator.protocol.model;

/**
 * The real server's node.
 *
 * @param machine its machine and kernel
 * @param agent its process
 * @param disk what it has saved
 */
record RealServer(Place machine, NodeAgent agent, NodeSide disk) {

  /**
   * A real server's machine.
   *
   * @param boot how often it has booted
   * @param inPlace what its kernel takes
   * @param refused what a third party keeps it from having
   */
  record Place(int boot, Versions inPlace, Versions refused) {
    @Override
    public String toString() {
      return "real server in boot %d has %s in place%s"
          .formatted(boot, inPlace, refused.isEmpty() ? "" : ", cannot have " + refused);
    }
  }

  RealServer with(Place next) {
    return new RealServer(next, agent, disk);
  }

  RealServer with(NodeAgent next) {
    return new RealServer(machine, next, disk);
  }

  RealServer saving(NodeSide next) {
    return new RealServer(machine, agent, next);
  }

  RealServer inPlace(Versions next) {
    return with(new Place(machine.boot, next, machine.refused));
  }

  RealServer refused(Versions next) {
    return with(new Place(machine.boot, machine.inPlace, next));
  }

  /** {@return it after a reboot} */
  RealServer booted() {
    return new RealServer(
        new Place(machine.boot + 1, Versions.NONE, Versions.NONE), new NodeAgent.Down(), disk);
  }
}
