package io.lvsoperator.protocol.model;

/**
 * All steps out of a state.
 *
 * @param setup what is explored
 */
record Steps(Setup setup) {

  void from(World world, Sink sink) {
    new ClusterSteps(setup, world, sink).all();
    new FaultSteps(setup, world, sink).all();
    for (int i = 0; i < world.seats().size(); i++) {
      new DirectorSteps(setup, world, i, sink).all();
    }
    new NodeSteps(setup, world, sink).all();
  }

  /** {@return whether everything has come to rest as it shall be} */
  boolean isGoal(World world) {
    Versions needed = Versions.NONE;
    for (Seat seat : world.seats()) {
      if (!isAtRest(seat, world)) {
        return false;
      }
      needed = needed.plus(wanted(seat, world));
    }
    RealServer node = world.node();
    return node.agent() instanceof NodeAgent.Up up
        && up.memory().equals(node.disk())
        && node.machine().refused().isEmpty()
        && (node.machine().inPlace().equals(needed) || hasOrphans(world))
        && node.machine().inPlace().containsAll(needed);
  }

  /**
   * Whether the real server keeps for good what nobody asks for: a director has no object and does
   * not know that there was one, because it has lost its disk, or because a late write had made it
   * and it was deleted before the director saw it. That is safe, and not covered.
   */
  private static boolean hasOrphans(World world) {
    return world.seats().stream()
        .anyMatch(
            seat ->
                seat.agent() instanceof DirectorAgent.Up up
                    && (!up.memory().hasAsked()
                        || world.cluster().unseenLost() && up.memory().request().isEmpty())
                    && !seat.object().exists());
  }

  private static boolean isAtRest(Seat seat, World world) {
    if (!seat.underWay().isNothing()) {
      return false;
    }
    if (!seat.machine().on()) {
      return seat.machine().nodeGone();
    }
    Versions wanted = wanted(seat, world);
    Kernel kernel = seat.machine().kernel();
    for (Version one : Version.values()) {
      if (kernel.of(one) != (wanted.has(one) ? Weight.WEIGHTED : Weight.NONE)) {
        return false;
      }
    }
    boolean isCleanedUp = !wanted.isEmpty() || !seat.object().exists();
    return isCleanedUp
        && seat.agent() instanceof DirectorAgent.Up up
        && up.hasListed()
        && up.pending() == DirectorAgent.Pending.NOTHING
        && up.memory().equals(seat.disk());
  }

  private static Versions wanted(Seat seat, World world) {
    boolean directs =
        seat.machine().on() && !seat.machine().nodeGone() && seat.machine().selected();
    return directs
        ? world.cluster().wanted().map(Versions::of).orElse(Versions.NONE)
        : Versions.NONE;
  }
}
