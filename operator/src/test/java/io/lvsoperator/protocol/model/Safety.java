package io.lvsoperator.protocol.model;

import java.util.Optional;

/**
 * What must hold in every state.
 *
 * @param setup what is explored
 */
record Safety(Setup setup) {

  /** {@return what is wrong in this state, if something is} */
  Optional<String> violation(World world) {
    for (int i = 0; i < world.seats().size(); i++) {
      Optional<String> wrong = violation(world, i);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private Optional<String> violation(World world, int director) {
    Seat seat = world.seats().get(director);
    if (seat.judge().greatest() > setup.mostRequests()) {
      return Optional.of("the numbers climb without end");
    }
    Versions astray = seat.machine().kernel().sending().minus(world.node().machine().inPlace());
    if (astray.isEmpty()) {
      return Optional.empty();
    }
    if (!seat.judge().tolerated().containsAll(astray)) {
      return Optional.of("packets leave into nothing");
    }
    return neglectsEvidence(world, director, astray)
        ? Optional.of("the director has nothing left to do and neglects what it was told")
        : Optional.empty();
  }

  /**
   * Whether a director that has nothing to do keeps weight on what it was told is not in place: by
   * the boot id of a node whose agent is not up yet, or by an answer that stands.
   */
  private boolean neglectsEvidence(World world, int director, Versions astray) {
    Seat seat = world.seats().get(director);
    boolean hasWeight = false;
    for (Version one : Version.values()) {
      hasWeight |= astray.has(one) && seat.machine().kernel().of(one) == Weight.WEIGHTED;
    }
    if (!hasWeight || seat.judge().excuse() != Judge.Excuse.NONE || !isIdle(world, director)) {
      return false;
    }
    return switch (world.node().agent()) {
      case NodeAgent.Down _ -> hasBootedUnanswered(world, seat);
      case NodeAgent.Up _ -> isNodeIdle(world) && world.seats().size() == 1;
    };
  }

  private static boolean hasBootedUnanswered(World world, Seat seat) {
    int boot = world.node().machine().boot();
    return world.cluster().nodeBoot() == boot
        && boot > 1
        && seat.object().status().filter(answer -> answer.boot() == boot).isEmpty();
  }

  private boolean isIdle(World world, int director) {
    boolean[] idle = {seatIsUp(world, director)};
    new DirectorSteps(setup, world, director, (step, _, _) -> idle[0] &= !step.isNormal()).all();
    return idle[0];
  }

  private static boolean seatIsUp(World world, int director) {
    return world.seats().get(director).agent() instanceof DirectorAgent.Up;
  }

  private boolean isNodeIdle(World world) {
    boolean[] idle = {true};
    new NodeSteps(setup, world, (step, _, _) -> idle[0] &= !step.isNormal()).all();
    return idle[0];
  }
}
