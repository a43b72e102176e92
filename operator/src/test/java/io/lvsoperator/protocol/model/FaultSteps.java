package io.lvsoperator.protocol.model;

import java.util.Set;

/**
 * What may go wrong, but for late writes, which are the writers' steps.
 *
 * @param setup what is explored
 * @param world the state
 * @param sink takes the steps
 */
record FaultSteps(Setup setup, World world, Sink sink) {

  void all() {
    if (world.cluster().faults() == setup.faults()) {
      return;
    }
    Set<Fault> kinds = setup.kinds();
    for (int i = 0; i < world.seats().size(); i++) {
      for (Fault fault : kinds) {
        director(i, fault);
      }
    }
    for (Fault fault : kinds) {
      node(fault);
    }
  }

  private void director(int i, Fault fault) {
    Seat seat = world.seats().get(i);
    boolean on = seat.machine().on();
    boolean runs = seat.agent() instanceof DirectorAgent.Up;
    Seat off = seat.down().with(seat.machine().off()).with(seat.judge().directorOff());
    switch (fault) {
      case DIRECTOR_KILLED -> fault(runs, Step.DIRECTOR_KILLED, i, seat.down());
      case DIRECTOR_REBOOTS -> fault(on, Step.DIRECTOR_OFF, i, off);
      case DIRECTOR_REINSTALLED ->
          fault(on, Step.DIRECTOR_REINSTALLED, i, off.saving(setup.director()));
      case DIRECTOR_STATE_LOST ->
          fault(on, Step.DIRECTOR_STATE_LOST, i, seat.down().saving(setup.director()));
      case OBJECT_DELETED -> {
        if (seat.object().exists()) {
          World lost = world.with(world.cluster().losing(seat, Stored.NOTHING));
          fault(Step.OBJECT_DELETED, i, lost.with(i, seat.with(Stored.NOTHING)));
        }
      }
      case DECLARED_GONE ->
          fault(
              !seat.machine().nodeGone(), Step.NODE_GONE, i, seat.with(seat.machine().gone(true)));
      case RELABELLED ->
          fault(
              seat.machine().selected(),
              Step.UNSELECTED,
              i,
              seat.with(seat.machine().selected(false)));
      case NODE_KILLED,
          NODE_REBOOTS,
          NODE_REINSTALLED,
          NODE_STATE_LOST,
          EXCEPTION,
          RESTORE,
          LATE_WRITE_OF_DIRECTOR,
          LATE_WRITE_OF_NODE -> {}
    }
  }

  private void node(Fault fault) {
    RealServer node = world.node();
    NodeAgent down = new NodeAgent.Down();
    switch (fault) {
      case NODE_KILLED -> {
        if (node.agent() instanceof NodeAgent.Up) {
          fault(Step.NODE_KILLED, 0, world.with(node.with(down)));
        }
      }
      case NODE_REBOOTS -> fault(Step.NODE_REBOOTS, 0, rebooted(node.booted()));
      case NODE_REINSTALLED ->
          fault(Step.NODE_REINSTALLED, 0, rebooted(node.booted().saving(setup.node())));
      case NODE_STATE_LOST ->
          fault(Step.NODE_STATE_LOST, 0, world.with(node.with(down).saving(setup.node())));
      case EXCEPTION -> {
        for (Version one : Version.values()) {
          exception(node, one);
        }
      }
      case DIRECTOR_KILLED,
          DIRECTOR_REBOOTS,
          DIRECTOR_REINSTALLED,
          DIRECTOR_STATE_LOST,
          OBJECT_DELETED,
          DECLARED_GONE,
          RELABELLED,
          RESTORE,
          LATE_WRITE_OF_DIRECTOR,
          LATE_WRITE_OF_NODE -> {}
    }
  }

  private World rebooted(RealServer node) {
    return world
        .with(node)
        .judged(seat -> seat.with(seat.judge().nodeBooted(seat.machine().kernel())));
  }

  private void exception(RealServer node, Version one) {
    RealServer.Place machine = node.machine();
    if (!machine.inPlace().has(one)) {
      return;
    }
    RealServer without =
        node.inPlace(machine.inPlace().without(one)).refused(machine.refused().with(one));
    fault(
        Step.TAKEN_AWAY,
        0,
        world
            .with(without)
            .judged(seat -> seat.with(seat.judge().lost(one, seat.machine().kernel()))));
  }

  private void fault(boolean applies, Step step, int director, Seat next) {
    if (applies) {
      fault(step, director, world.with(director, next));
    }
  }

  private void fault(Step step, int director, World next) {
    sink.take(step, director, setup.afterFault(next));
  }
}
