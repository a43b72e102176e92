package io.lvsoperator.protocol.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A state: everything that the next steps depend on.
 *
 * @param cluster what is common
 * @param seats the directors, and what stands between them and the real server
 * @param node the real server
 */
record World(Cluster cluster, List<Seat> seats, RealServer node) {

  /** Parts of a world that are not a director's. */
  private static final int COMMON_PARTS = 4;

  private static final int SEAT_PARTS = 6;

  World {
    seats = List.copyOf(seats);
  }

  /** {@return the world in which agents run and know each other's boots, and nothing is wanted} */
  static World first(Setup setup) {
    List<Seat> seats = new ArrayList<>();
    List<Stored> objects = new ArrayList<>();
    DirectorSide memory = setup.director().sawNodeBoot(Cluster.FIRST.nodeBoot());
    DirectorAgent agent =
        new DirectorAgent.Up(memory, Optional.of(Stored.NOTHING), DirectorAgent.Pending.NOTHING);
    for (int i = 0; i < setup.directors(); i++) {
      objects.add(Stored.NOTHING);
      seats.add(
          new Seat(Machine.FIRST, agent, memory, Stored.NOTHING, UnderWay.NOTHING, Judge.FIRST));
    }
    RealServer node =
        new RealServer(
            new RealServer.Place(1, Versions.NONE, Versions.NONE),
            new NodeAgent.Up(setup.node(), objects),
            setup.node());
    return new World(Cluster.FIRST, seats, node);
  }

  World with(Cluster next) {
    return new World(next, seats, node);
  }

  World with(RealServer next) {
    return new World(cluster, seats, next);
  }

  World with(int director, Seat next) {
    return eachSeat((i, seat) -> i == director ? next : seat);
  }

  World judged(UnaryOperator<Seat> change) {
    return eachSeat((_, seat) -> change.apply(seat));
  }

  World eachSeat(BiFunction<Integer, Seat, Seat> change) {
    if (seats.size() == 1) {
      return new World(cluster, List.of(change.apply(0, seats.getFirst())), node);
    }
    List<Seat> next = new ArrayList<>();
    for (int i = 0; i < seats.size(); i++) {
      next.add(change.apply(i, seats.get(i)));
    }
    return new World(cluster, next, node);
  }

  static int partsOf(int directors) {
    return COMMON_PARTS + SEAT_PARTS * directors;
  }

  /** Puts the parts that change by themselves into this array: few distinct ones, each a value. */
  void into(Object[] parts) {
    parts[0] = cluster;
    parts[1] = node.machine();
    parts[2] = node.agent();
    parts[3] = node.disk();
    int at = COMMON_PARTS;
    for (Seat seat : seats) {
      parts[at++] = seat.machine();
      parts[at++] = seat.agent();
      parts[at++] = seat.disk();
      parts[at++] = seat.object();
      parts[at++] = seat.underWay();
      parts[at++] = seat.judge();
    }
  }

  /** {@return the world of which these are the parts} */
  static World of(Object[] parts) {
    Seat[] seats = new Seat[(parts.length - COMMON_PARTS) / SEAT_PARTS];
    for (int i = 0; i < seats.length; i++) {
      int at = COMMON_PARTS + i * SEAT_PARTS;
      seats[i] =
          new Seat(
              (Machine) parts[at],
              (DirectorAgent) parts[at + 1],
              (DirectorSide) parts[at + 2],
              (Stored) parts[at + 3],
              (UnderWay) parts[at + 4],
              (Judge) parts[at + 5]);
    }
    RealServer node =
        new RealServer((RealServer.Place) parts[1], (NodeAgent) parts[2], (NodeSide) parts[3]);
    return new World((Cluster) parts[0], List.of(seats), node);
  }
}
