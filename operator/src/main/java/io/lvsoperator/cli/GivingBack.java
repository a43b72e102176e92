package io.lvsoperator.cli;

import io.lvsoperator.agent.DriftWatch;
import io.lvsoperator.agent.Pass;
import io.lvsoperator.agent.PassResult;
import io.lvsoperator.agent.Report;
import io.lvsoperator.journal.Journal;
import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.model.Intent;
import io.lvsoperator.plan.PlanOptions;
import io.lvsoperator.plan.Planner;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;

/** Passes that want nothing, until nothing of ours is left. */
final class GivingBack {
  /** One pass gives everything back; the second sees that; the third is for what failed once. */
  private static final int MOST_PASSES = 3;

  private final Pass pass;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * Makes one.
   *
   * @param kernel the kernel that is given back
   * @param journal what of it is ours
   * @param out gets each command that was carried out
   * @param err gets what failed
   */
  GivingBack(Kernel kernel, Journal journal, PrintWriter out, PrintWriter err) {
    this.pass = new Pass(kernel, journal, new Planner(PlanOptions.DEFAULT), new DriftWatch());
    this.out = out;
    this.err = err;
  }

  /** Gives everything back and says whether nothing of ours is left. */
  boolean run() {
    Report last = Report.EMPTY;
    for (int i = 0; i < MOST_PASSES; i++) {
      PassResult result = pass.run(Intent.NONE, Map.of(), Instant.now());
      last = result.report();
      last.applied().forEach(change -> out.println(change.command()));
      if (last.entries().isEmpty()) {
        return true;
      }
    }
    for (Report.Entry entry : last.undone()) {
      String why =
          switch (entry.result()) {
            case Report.Result.Applied _ -> "";
            case Report.Result.Failed failed -> failed.why();
            case Report.Result.Skipped skipped -> skipped.why();
            case Report.Result.Paused paused -> paused.why();
          };
      err.println("not given back: " + entry.change().command() + ": " + why);
    }
    return false;
  }
}
