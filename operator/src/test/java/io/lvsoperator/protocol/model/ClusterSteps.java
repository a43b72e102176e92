package io.lvsoperator.protocol.model;

import io.lvsoperator.protocol.model.Cluster.Backup;
import java.util.Optional;

/**
 * What neither agent does: users, administrators, kubelet, controller and the network.
 *
 * @param setup what is explored
 * @param world the state
 * @param sink takes the steps
 */
record ClusterSteps(Setup setup, World world, Sink sink) {

  void all() {
    edits();
    backups();
    kubelet();
    thirdParty();
    for (int i = 0; i < world.seats().size(); i++) {
      lands(i);
      administers(i);
    }
  }

  private void edits() {
    if (world.cluster().edits() == setup.edits()) {
      return;
    }
    wants(Step.WANTS_NOTHING, Optional.empty());
    wants(Step.WANTS_V1, Optional.of(Version.V1));
    wants(Step.WANTS_V2, Optional.of(Version.V2));
  }

  private void wants(Step step, Optional<Version> wanted) {
    if (!wanted.equals(world.cluster().wanted())) {
      sink.take(step, 0, world.with(world.cluster().wanting(wanted)));
    }
  }

  private void backups() {
    Cluster cluster = world.cluster();
    if (!setup.allows(world, Fault.RESTORE)) {
      return;
    }
    if (cluster.backup().isEmpty()) {
      Backup made =
          new Backup(world.seats().stream().map(Seat::object).toList(), cluster.nodeBoot());
      sink.take(Step.BACKUP, 0, world.with(cluster.backup(Optional.of(made))));
      return;
    }
    Backup backup = cluster.backup().get();
    Cluster restored = cluster.nodeBoot(backup.nodeBoot()).backup(Optional.empty());
    for (int i = 0; i < world.seats().size(); i++) {
      restored = restored.losing(world.seats().get(i), backup.objects().get(i));
    }
    World next =
        world
            .with(restored)
            .eachSeat(
                (i, seat) -> {
                  Stored object = backup.objects().get(i);
                  Judge judge = seat.judge().restored(object);
                  return seat.with(object).with(judge);
                });
    sink.take(Step.RESTORE, 0, setup.afterFault(next));
  }

  private void kubelet() {
    int boot = world.node().machine().boot();
    if (world.cluster().nodeBoot() != boot) {
      sink.take(Step.KUBELET, 0, world.with(world.cluster().nodeBoot(boot)));
    }
  }

  private void thirdParty() {
    if (!world.node().machine().refused().isEmpty()) {
      sink.take(Step.GIVEN_BACK, 0, world.with(world.node().refused(Versions.NONE)));
    }
  }

  private void lands(int i) {
    Seat seat = world.seats().get(i);
    UnderWay underWay = seat.underWay();
    underWay
        .ofDirector()
        .ifPresent(
            write -> {
              Seat next = seat.with(underWay.director(Optional.empty()));
              take(Step.DIRECTOR_WRITE_VANISHES, i, next);
              Stored landed = write.on(seat.object());
              if (!landed.equals(seat.object())) {
                take(Step.DIRECTOR_WRITE_LANDS, i, next.with(landed));
              }
            });
    underWay
        .ofNode()
        .ifPresent(
            status -> {
              Seat next = seat.with(underWay.node(Optional.empty()));
              take(Step.NODE_WRITE_VANISHES, i, next);
              if (seat.object().exists()) {
                take(Step.NODE_WRITE_LANDS, i, next.with(seat.object().with(status)));
              }
            });
  }

  private void administers(int i) {
    Seat seat = world.seats().get(i);
    Machine machine = seat.machine();
    if (machine.nodeGone()) {
      take(Step.NODE_BACK, i, seat.with(machine.gone(false)));
      if (seat.object().exists()) {
        World lost = world.with(world.cluster().losing(seat, Stored.NOTHING));
        sink.take(Step.CONTROLLER_DELETES, i, lost.with(i, seat.with(Stored.NOTHING)));
      }
    }
    if (!machine.selected()) {
      take(Step.SELECTED, i, seat.with(machine.selected(true)));
    }
  }

  private void take(Step step, int director, Seat next) {
    sink.take(step, director, world.with(director, next));
  }
}
