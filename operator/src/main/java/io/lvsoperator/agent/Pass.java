package io.lvsoperator.agent;

import io.lvsoperator.journal.Journal;
import io.lvsoperator.kernel.ChangeApplier;
import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.plan.Desired;
import io.lvsoperator.plan.Diff;
import io.lvsoperator.plan.Planner;
import io.lvsoperator.plan.Standing;
import io.lvsoperator.translate.Pause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One pass: read the kernel, plan, compare, change. Not for several threads at once. */
public final class Pass {
  private final KernelReader reader;
  private final ChangeApplier applier;
  private final Journal journal;
  private final Planner planner;
  private final DriftWatch drift;

  /** Makes a pass over this kernel and journal. */
  public Pass(Kernel kernel, Journal journal, Planner planner, DriftWatch drift) {
    this.reader = new KernelReader(kernel);
    this.applier = new ChangeApplier(kernel);
    this.journal = journal;
    this.planner = planner;
    this.drift = drift;
  }

  /**
   * Makes the kernel as this intent wants it, as far as it goes.
   *
   * @param intent what the node shall do
   * @param probes what is known of addresses that are to be added
   * @param now the time
   * @throws io.lvsoperator.kernel.KernelException if the kernel cannot be read: nothing was changed
   *     then
   */
  public PassResult run(Intent intent, Map<IpAddress, ProbeResult> probes, Instant now) {
    return run(intent, Informed.NOTHING_MORE, probes, now, false, Pause.NONE, Reading.EVERYTHING);
  }

  /** Completes an intent by what is known when the kernel has been read. */
  interface Informed {
    /** An intent that is complete as it is. */
    Informed NOTHING_MORE = (wanted, _, _, _) -> wanted;

    /**
     * {@return the intent that the pass carries out}
     *
     * @param wanted what the custom resources want
     * @param observed what stands in the kernel
     * @param ownership what of that is ours
     * @param now the time
     */
    Intent intent(Intent wanted, Observed observed, Ownership ownership, Instant now);
  }

  /**
   * The same, perhaps without taking anything away, or without changing anything.
   *
   * @param informed completes the intent
   * @param restrained whether what stands may be newer than this intent: then it only adds
   * @param pause whether the kernel is to be left as it is: then it only says what it would do
   * @param reading which destinations are read, whatever changes
   */
  PassResult run(
      Intent wanted,
      Informed informed,
      Map<IpAddress, ProbeResult> probes,
      Instant now,
      boolean restrained,
      Pause pause,
      Reading reading) {
    Ownership ownership = journal.ownership();
    reader.begin(reading, now);
    Observed before = reader.observe(wanted, ownership, probes);
    Intent intent = informed.intent(wanted, before, ownership, now);
    Desired desired = planner.plan(intent, before, ownership, now);
    List<Change> all = diff(before, ownership, desired, now);
    // What is to be changed is read first: each round reads more of what is there, so that it ends.
    for (Set<VirtualServerKey> unread = before.outside(all);
        !unread.isEmpty();
        unread = before.outside(all)) {
      before = reader.reading(unread, before);
      desired = planner.plan(intent, before, ownership, now);
      all = diff(before, ownership, desired, now);
    }
    List<Change> changes = restrained ? new Restraint(before).additions(all) : all;
    DriftWatch.Verdict verdict =
        pause.holds() ? DriftWatch.Verdict.NONE : drift.judge(changes, desired, ownership, now);
    reader.changing(changes);
    Report report =
        pause.holds()
            ? Report.paused(changes, pause.text())
            : new Execution(applier, journal, verdict).carryOut(changes);
    drift.settle(desired, report);
    Observed after =
        changes.isEmpty() ? before : reader.observe(intent, journal.ownership(), probes);
    return new PassResult(
        now,
        intent,
        desired,
        after,
        journal.ownership(),
        Standing.of(
            after, reader.sysctls(desired, journal.ownership()), journal.ownership(), desired),
        report);
  }

  private List<Change> diff(Observed before, Ownership ownership, Desired desired, Instant now) {
    return Diff.diff(before, reader.sysctls(desired, ownership), ownership, desired, now);
  }
}
