package io.lvsoperator.protocol.model;

/**
 * A director and what stands between it and the real server.
 *
 * @param machine its machine and kernel
 * @param agent its process
 * @param disk what it has saved
 * @param object its ForwardingRequest in the API server
 * @param underWay writes of that object that may still land
 * @param judge what the judge remembers
 */
record Seat(
    Machine machine,
    DirectorAgent agent,
    DirectorSide disk,
    Stored object,
    UnderWay underWay,
    Judge judge) {

  Seat with(Machine next) {
    return new Seat(next, agent, disk, object, underWay, judge);
  }

  Seat with(DirectorAgent next) {
    return new Seat(machine, next, disk, object, underWay, judge);
  }

  Seat saving(DirectorSide next) {
    return new Seat(machine, agent, next, object, underWay, judge);
  }

  Seat with(Stored next) {
    return new Seat(machine, agent, disk, next, underWay, judge);
  }

  Seat with(UnderWay next) {
    return new Seat(machine, agent, disk, object, next, judge);
  }

  Seat with(Judge next) {
    return new Seat(machine, agent, disk, object, underWay, next);
  }

  Seat down() {
    return with(new DirectorAgent.Down());
  }

  Seat kernel(Version one, Weight weight) {
    return with(machine.with(machine.kernel().with(one, weight)));
  }
}
