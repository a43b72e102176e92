package io.lvsoperator.cli;

import io.lvsoperator.journal.JournalException;
import io.lvsoperator.kernel.KernelException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code java -jar lvs-operator.jar COMMAND}. */
@Command(
    name = "lvs-operator",
    description = "LVS (Linux Virtual Server, ipvs) as a Kubernetes API.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Environment: LVS_NODE_NAME, LVS_STATE_DIR, LVS_SAVED_DIR, LVS_HTTP, LVS_MARK_MASK and KUBECONFIG stand",
      "for the flags --node-name, --state-dir, --saved-dir, --http, --mark-mask and --kubeconfig; a flag comes",
      "first."
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    System.exit(run(System.getenv(), out, err, arguments));
  }

  /**
   * Runs the command.
   *
   * @return 0 for success, 1 for failure, 2 for a wrong command line or environment
   */
  static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
    List<String> unknown = Variables.unknown(environment);
    if (!unknown.isEmpty()) {
      err.println(
          "unknown environment variable %s: known are %s, and LVS_LAB_* is left alone"
              .formatted(String.join(", ", unknown), String.join(", ", Variables.KNOWN)));
      return CommandLine.ExitCode.USAGE;
    }
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new AgentCommand());
    line.addSubcommand(new ControllerCommand());
    line.addSubcommand(new PlanCommand());
    line.addSubcommand(new ShowCommand());
    line.addSubcommand(new DoctorCommand());
    line.addSubcommand(new CleanupCommand());
    line.setDefaultValueProvider(new Variables(environment));
    line.getSubcommands()
        .values()
        .forEach(sub -> sub.setDefaultValueProvider(new Variables(environment)));
    line.setOut(out);
    line.setErr(err);
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          switch (exception) {
            case Sentence _, JournalException _, KernelException _ -> {
              command.getErr().println(exception.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            }
            default -> throw exception;
          }
        });
    return line.execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command? See --help.");
  }
}
