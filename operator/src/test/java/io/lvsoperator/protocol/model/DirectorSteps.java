package io.lvsoperator.protocol.model;

import io.lvsoperator.protocol.model.DirectorAgent.Pending;
import io.lvsoperator.protocol.model.DirectorSide.Situation;
import java.util.Optional;

/**
 * What a director does by itself: its passes, taken apart into steps between which anything else
 * may happen.
 *
 * @param setup what is explored
 * @param world the state
 * @param index of the director
 * @param sink takes the steps
 */
record DirectorSteps(Setup setup, World world, int index, Sink sink) {

  void all() {
    Seat seat = seat();
    if (!seat.machine().on()) {
      Step boots = seat.machine().nodeGone() ? Step.DIRECTOR_BOOTS_GONE : Step.DIRECTOR_BOOTS;
      take(boots, seat.with(seat.machine().booted()));
      return;
    }
    drains();
    switch (seat.agent()) {
      case DirectorAgent.Down _ ->
          take(
              Step.DIRECTOR_STARTS,
              remembering(new DirectorAgent.Up(seat.disk(), Optional.empty(), Pending.NOTHING)));
      case DirectorAgent.Up up -> {
        boolean speaks = up.hasListed() && !isBlocked();
        DirectorSide asking = speaks ? asking(up) : up.memory();
        boolean hasDecided = asking.equals(up.memory());
        reads(up);
        if (up.hasListed() && isBlocked()) {
          isSilent(up);
        }
        if (!hasDecided) {
          decides(up, asking);
        }
        saves(up);
        writes(up);
        if (speaks && hasDecided) {
          deletes(up);
        }
        weighs(up, hasDecided);
      }
    }
  }

  private Seat seat() {
    return world.seats().get(index);
  }

  private void take(Step step, Seat next) {
    sink.take(step, index, world.with(index, next));
  }

  /** The seat with this agent, whose memory is on disk already if the rules say so. */
  private Seat remembering(DirectorAgent.Up up) {
    Seat next = seat().with(up);
    return setup.rules().directorSavesAtOnce() ? onDisk(next, up.memory()) : next;
  }

  private Seat onDisk(Seat seat, DirectorSide memory) {
    return seat.saving(memory).with(seat.judge().saved(memory, world.node().machine().boot()));
  }

  private boolean isSaved(DirectorAgent.Up up) {
    return setup.rules().directorSavesAtOnce() || up.memory().equals(seat().disk());
  }

  /** A director that sees its own Node gone. */
  private boolean isBlocked() {
    return seat().machine().nodeGone() && setup.rules().has(Rule.GONE_IS_SILENT);
  }

  /** What it wants to send: what it knew last until it has listed its objects. */
  private boolean wants(DirectorAgent.Up up, Version one) {
    return up.hasListed() ? wantsNow(one) : up.memory().asked().has(one);
  }

  private boolean wantsNow(Version one) {
    return !isBlocked()
        && seat().machine().selected()
        && world.cluster().wanted().filter(w -> w == one).isPresent();
  }

  private Versions sendable() {
    Versions all =
        setup.rules().has(Rule.WITHDRAW_AFTER_KERNEL)
            ? seat().machine().kernel().sending()
            : Versions.NONE;
    for (Version one : Version.values()) {
      all = wantsNow(one) ? all.with(one) : all;
    }
    return all;
  }

  private void reads(DirectorAgent.Up up) {
    Seat seat = seat();
    if (up.view().filter(seat.object()::equals).isEmpty()) {
      Seat next = remembering(up.seeing(seat.object()));
      take(
          Step.DIRECTOR_READS,
          up.hasListed() ? next : next.with(next.judge().listed(seat.machine().kernel())));
    }
    if (up.hasListed()) {
      DirectorSide saw = up.memory().sawNodeBoot(world.cluster().nodeBoot());
      if (!saw.equals(up.memory())) {
        take(Step.DIRECTOR_SEES_BOOT, remembering(up.with(saw)));
      }
    }
  }

  private void isSilent(DirectorAgent.Up up) {
    DirectorSide silent = up.memory().silent(sendable());
    if (isPending(up) || !silent.equals(up.memory())) {
      take(Step.DIRECTOR_IS_SILENT, remembering(up.with(silent).pending(Pending.NOTHING)));
    }
  }

  private void decides(DirectorAgent.Up up, DirectorSide asking) {
    if (isPending(up) && !setup.rules().has(Rule.DISK_BEFORE_API)) {
      return;
    }
    boolean isNew = !asking.request().equals(up.memory().request());
    Seat next = remembering(up.with(asking).pending(isNew ? pending(up) : up.pending()));
    int sequence = asking.request().map(Spec::sequence).orElse(0);
    take(Step.DIRECTOR_DECIDES, isNew ? next.with(next.judge().asked(sequence)) : next);
  }

  private static Pending pending(DirectorAgent.Up up) {
    return up.view().orElse(Stored.NOTHING).exists() ? Pending.UPDATE : Pending.CREATION;
  }

  private static boolean isPending(DirectorAgent.Up up) {
    return up.pending() != Pending.NOTHING;
  }

  private DirectorSide asking(DirectorAgent.Up up) {
    Seat seat = seat();
    return up.memory()
        .asking(
            new Situation(
                sendable(),
                seat.machine().boot(),
                up.view().orElse(Stored.NOTHING),
                up.pending(),
                seat.judge().greatest()));
  }

  private void saves(DirectorAgent.Up up) {
    boolean isWriteFirst = isPending(up) && !setup.rules().has(Rule.DISK_BEFORE_API);
    if (!isSaved(up) && !isWriteFirst) {
      take(Step.DIRECTOR_SAVES, onDisk(seat(), up.memory()));
    }
  }

  private void writes(DirectorAgent.Up up) {
    boolean isReady = isSaved(up) || !setup.rules().has(Rule.DISK_BEFORE_API);
    if (!isPending(up) || isBlocked() || !isReady) {
      return;
    }
    Stored object = seat().object();
    DirectorAgent.Up written = up.pending(Pending.NOTHING);
    up.memory()
        .request()
        .ifPresent(
            spec -> {
              UnderWay.OfDirector write = write(up, spec);
              Stored next = write.on(object);
              if (next.spec().equals(Optional.of(spec))) {
                take(Step.DIRECTOR_WRITES, remembering(written.seeing(next)).with(next));
              } else {
                take(Step.DIRECTOR_WRITE_FAILS, remembering(written.seeing(object)));
              }
              late(
                  write,
                  remembering(written),
                  Step.DIRECTOR_WRITE_LATE,
                  Optional.of(Step.DIRECTOR_WRITE_LATE_KILLED));
            });
  }

  private UnderWay.OfDirector write(DirectorAgent.Up up, Spec spec) {
    if (!setup.rules().has(Rule.NOTICES_ABSENCE)) {
      return new UnderWay.Apply(spec);
    }
    return up.pending() == Pending.UPDATE
        ? new UnderWay.Update(up.view().flatMap(Stored::spec), spec)
        : new UnderWay.Creation(spec);
  }

  private void late(UnderWay.OfDirector write, Seat timedOut, Step step, Optional<Step> killed) {
    UnderWay underWay = seat().underWay();
    if (!setup.allows(world, Fault.LATE_WRITE_OF_DIRECTOR) || underWay.ofDirector().isPresent()) {
      return;
    }
    Seat next = timedOut.with(underWay.director(Optional.of(write)));
    World faulty = setup.afterFault(world);
    sink.take(step, index, faulty.with(index, next));
    killed.ifPresent(word -> sink.take(word, index, faulty.with(index, next.down())));
  }

  private void deletes(DirectorAgent.Up up) {
    boolean mayDelete =
        !isPending(up)
            && isSaved(up)
            && sendable().isEmpty()
            && up.memory().mayDelete(up.view().orElse(Stored.NOTHING));
    if (mayDelete) {
      UnderWay.Deletion deletion = new UnderWay.Deletion(up.view().flatMap(Stored::spec));
      Stored left = deletion.on(seat().object());
      if (left.exists()) {
        take(Step.DIRECTOR_DELETION_FAILS, remembering(up.seeing(left)));
      } else {
        DirectorAgent.Up deleted = up.with(up.memory().afterDeletion()).seeing(left);
        take(Step.DIRECTOR_DELETES, remembering(deleted).with(left));
      }
      late(deletion, seat(), Step.DIRECTOR_DELETES_LATE, Optional.empty());
    }
  }

  private void weighs(DirectorAgent.Up up, boolean hasDecided) {
    boolean mayRaise = isSaved(up) || !setup.rules().has(Rule.EVIDENCE_ON_DISK);
    mayRaise = mayRaise || !setup.rules().has(Rule.DISK_BEFORE_API);
    Kernel kernel = seat().machine().kernel();
    for (Version one : Version.values()) {
      Weight weight = kernel.of(one);
      if (weight != Weight.WEIGHTED
          && mayRaise
          && wants(up, one)
          && up.memory().mayRaise(one)
          && hasDecided) {
        Seat next = seat().kernel(one, Weight.WEIGHTED);
        boolean isThere = world.node().machine().inPlace().has(one);
        take(Step.RAISES, isThere ? next : next.with(next.judge().raisedIntoNothing(one)));
      }
      if (weight == Weight.WEIGHTED
          && (up.hasListed() && !wantsNow(one) || up.memory().mustLower(one))) {
        take(Step.LOWERS, seat().kernel(one, Weight.DRAINING));
      }
    }
  }

  /** The kernel does this with no agent's help, and the agent's next pass removes what is idle. */
  private void drains() {
    for (Version one : Version.values()) {
      if (seat().machine().kernel().of(one) == Weight.DRAINING) {
        Seat next = seat().kernel(one, Weight.NONE);
        take(Step.DRAINS, next.with(next.judge().drained(one)));
      }
    }
  }
}
