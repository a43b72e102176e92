package io.lvsoperator.protocol.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a real server does by itself, taken apart into steps between which anything else may happen.
 *
 * @param setup what is explored
 * @param world the state
 * @param sink takes the steps
 */
record NodeSteps(Setup setup, World world, Sink sink) {

  void all() {
    RealServer node = world.node();
    switch (node.agent()) {
      case NodeAgent.Down _ ->
          take(Step.NODE_STARTS, node.with(new NodeAgent.Up(node.disk(), List.of())));
      case NodeAgent.Up up -> {
        if (up.hasListed()) {
          reads(up);
          letsGo(up);
          answers(up);
        } else {
          lists(up);
        }
        saves(up);
        adds(up);
        removes(up);
      }
    }
  }

  private void take(Step step, RealServer next) {
    sink.take(step, 0, world.with(next));
  }

  /** The world in which the agent remembers this, and the judges have seen what it honours. */
  private World remembering(NodeAgent.Up up) {
    RealServer next = world.node().with(up);
    if (setup.rules().has(Rule.NODE_DISK_BEFORE_STATUS)) {
      next = next.saving(up.memory());
    }
    return world.with(next);
  }

  private World judged(World next, NodeSide memory) {
    Versions inPlace = next.node().machine().inPlace();
    return next.eachSeat(
        (i, seat) ->
            seat.object()
                .spec()
                .filter(spec -> spec.sequence() == memory.sequence(i))
                .map(
                    spec ->
                        seat.with(
                            seat.judge()
                                .taken(
                                    spec.sequence(),
                                    spec.attachments(),
                                    seat.machine().kernel(),
                                    inPlace)))
                .orElse(seat));
  }

  private static List<Boolean> nobodyGone(int directors) {
    List<Boolean> gone = new ArrayList<>();
    for (int i = 0; i < directors; i++) {
      gone.add(false);
    }
    return gone;
  }

  private void lists(NodeAgent.Up up) {
    List<Stored> objects = world.seats().stream().map(Seat::object).toList();
    NodeAgent.Up listed = up.listing(objects, nobodyGone(objects.size()));
    sink.take(Step.NODE_LISTS, 0, judged(remembering(listed), listed.memory()));
  }

  private void reads(NodeAgent.Up up) {
    for (int i = 0; i < world.seats().size(); i++) {
      Stored object = world.seats().get(i).object();
      if (!object.equals(up.views().get(i))) {
        NodeAgent.Up seen = up.seeing(i, object, nobodyGone(world.seats().size()));
        sink.take(Step.NODE_READS, i, judged(remembering(seen), seen.memory()));
      }
    }
  }

  private void letsGo(NodeAgent.Up up) {
    for (int i = 0; i < world.seats().size(); i++) {
      Seat seat = world.seats().get(i);
      if (!seat.machine().nodeGone() || seat.object().exists()) {
        continue;
      }
      List<Boolean> gone = nobodyGone(world.seats().size());
      gone.set(i, true);
      NodeAgent.Up without = up.confirming(gone);
      if (!without.equals(up)) {
        World next = remembering(without);
        sink.take(
            Step.NODE_LETS_GO, i, next.with(i, seat.with(seat.judge().letGo(seat.machine()))));
      }
    }
  }

  private Versions needed(NodeAgent.Up up) {
    return up.memory().needed(world.seats().stream().map(s -> s.machine().selected()).toList());
  }

  private void adds(NodeAgent.Up up) {
    RealServer.Place machine = world.node().machine();
    for (Version one : Version.values()) {
      if (needed(up).has(one) && !machine.inPlace().has(one) && !machine.refused().has(one)) {
        World next = world.with(world.node().inPlace(machine.inPlace().with(one)));
        World placed = next.judged(seat -> seat.with(seat.judge().placed(one)));
        sink.take(Step.NODE_ADDS, 0, judged(placed, up.memory()));
      }
    }
  }

  private void removes(NodeAgent.Up up) {
    if (!up.hasListed() && setup.rules().has(Rule.LISTS_BEFORE_REMOVAL)) {
      return;
    }
    RealServer.Place machine = world.node().machine();
    for (Version one : Version.values()) {
      if (!needed(up).has(one) && machine.inPlace().has(one)) {
        World next = world.with(world.node().inPlace(machine.inPlace().without(one)));
        sink.take(
            Step.NODE_REMOVES,
            0,
            next.judged(seat -> seat.with(seat.judge().removed(one, seat.machine().kernel()))));
      }
    }
  }

  /** The answer that is due to a director, if it differs from the one that was read. */
  private Optional<Status> due(NodeAgent.Up up, int director) {
    RealServer.Place machine = world.node().machine();
    boolean afterKernel = setup.rules().has(Rule.STATUS_AFTER_KERNEL);
    boolean isDone = machine.inPlace().plus(machine.refused()).containsAll(needed(up));
    if (afterKernel && !isDone) {
      return Optional.empty();
    }
    Versions standing = afterKernel ? machine.inPlace() : Versions.ALL.minus(machine.refused());
    Stored view = up.views().get(director);
    return up.memory()
        .answer(director, machine.boot(), standing)
        .filter(_ -> view.exists())
        .filter(answer -> view.status().filter(stored -> isAsGood(stored, answer)).isEmpty());
  }

  private boolean isAsGood(Status stored, Status answer) {
    return setup.rules().has(Rule.REWRITES_STATUS)
        ? stored.equals(answer)
        : stored.sequence() == answer.sequence();
  }

  private void answers(NodeAgent.Up up) {
    for (int i = 0; i < world.seats().size(); i++) {
      Seat seat = world.seats().get(i);
      Optional<Status> due = due(up, i);
      if (due.isEmpty() || !seat.object().exists()) {
        continue;
      }
      Stored written = seat.object().with(due.get());
      NodeAgent.Up seen = up.seeing(i, written, nobodyGone(world.seats().size()));
      World next = judged(remembering(seen), seen.memory());
      sink.take(Step.NODE_ANSWERS, i, next.with(i, next.seats().get(i).with(written)));
      if (setup.allows(world, Fault.LATE_WRITE_OF_NODE) && seat.underWay().ofNode().isEmpty()) {
        World faulty = setup.afterFault(world);
        faulty = faulty.with(i, seat.with(seat.underWay().node(due)));
        sink.take(Step.NODE_WRITE_LATE, i, faulty);
        RealServer killed = world.node().with(new NodeAgent.Down());
        sink.take(Step.NODE_WRITE_LATE_KILLED, i, faulty.with(killed));
      }
    }
  }

  /** Only where the rule is left out that the disk comes first: then it comes last. */
  private void saves(NodeAgent.Up up) {
    boolean isLate = !setup.rules().has(Rule.NODE_DISK_BEFORE_STATUS) && up.hasListed();
    for (int i = 0; isLate && i < world.seats().size(); i++) {
      isLate = due(up, i).isEmpty();
    }
    if (isLate && !up.memory().equals(world.node().disk())) {
      take(Step.NODE_SAVES, world.node().saving(up.memory()));
    }
  }
}
