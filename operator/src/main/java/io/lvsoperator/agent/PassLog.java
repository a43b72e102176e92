package io.lvsoperator.agent;

import io.lvsoperator.journal.JournalException;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What passes say in the log: one line per pass that changed something, none where none did. */
final class PassLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.lvsoperator.agent.pass");
  private static final int LONGEST = 4000;

  private String lastTrouble = "";

  /** {@return one word for a metric's label} */
  static String word(Report.Result result) {
    return switch (result) {
      case Report.Result.Applied _ -> "applied";
      case Report.Result.Failed _ -> "failed";
      case Report.Result.Skipped _ -> "skipped";
      case Report.Result.Paused _ -> "paused";
    };
  }

  /** {@return the text, or its beginning} */
  static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 3) + "...";
  }

  void log(PassResult result, Set<String> reasons, Duration took) {
    if (!result.report().applied().isEmpty()) {
      String commands =
          result.report().applied().stream()
              .map(Change::command)
              .map(command -> command.replace('\n', ';'))
              .collect(Collectors.joining("; "));
      LOG.info(
          "{} changes in {} ms ({}{}): {}",
          result.report().applied().size(),
          took.toMillis(),
          reasons.isEmpty() ? "tick" : String.join(", ", reasons),
          result.drift().isEmpty() ? "" : ", " + result.drift().size() + " repaired",
          shortened(commands, LONGEST));
    }
    changesOfWays(result);
    String trouble =
        result.report().undone().stream()
            .map(NodeConditions::why)
            .collect(Collectors.joining("; "));
    trouble(trouble);
  }

  private static void changesOfWays(PassResult result) {
    result
        .desired()
        .wayChanges()
        .forEach(
            (service, change) -> {
              if (!change.waits()) {
                LOG.info(
                    "{} changes from {} to {}: {} established connections keep the old way as long as their real servers do",
                    service,
                    change.from(),
                    change.to(),
                    change.connections());
              }
            });
  }

  void otherNode(String before, String now) {
    trouble(
        ("what stands here is Node %s's, and this agent is Node %s's: nothing is changed. Run"
                + " 'cleanup' to give the node back, or start the agent with --node-name %s")
            .formatted(before, now, before));
  }

  void unreadable(KernelException e) {
    trouble("the kernel cannot be read, so nothing is changed; tried again: " + e.getMessage());
  }

  void unwritable(JournalException e) {
    trouble(
        "what this node asks of others, or is asked, cannot be written to its disk, so nothing is"
            + " changed; tried again: "
            + e.getMessage());
  }

  void otherCluster(Path journal, String noted, String here) {
    trouble(
        ("%s was written for the cluster %s and this is %s: nothing is changed. Run 'cleanup' to"
                + " give the node back, then start the agent again")
            .formatted(journal, noted, here));
  }

  /** The same trouble is said once, not at every tick. */
  private void trouble(String trouble) {
    if (!trouble.isEmpty() && !trouble.equals(lastTrouble)) {
      LOG.warn("{}", shortened(trouble, LONGEST));
    }
    lastTrouble = trouble;
  }
}
