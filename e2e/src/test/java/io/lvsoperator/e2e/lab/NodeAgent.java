package io.lvsoperator.e2e.lab;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Daemon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The agent of one node of the lab. */
final class NodeAgent implements Daemon {

  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;
  private static final Duration END = Duration.ofSeconds(30);
  private static final String HTTP = "127.0.0.1:9441";

  /** Each node has a /run of its own. */
  static final String STATE = "/run/lvs-operator";

  /** What outlives a boot. */
  static final String SAVED = Bed.SAVED;

  private final LabNode node;
  private final String nodeName;
  private final Supplier<List<String>> program;
  private final Supplier<Path> kubeconfig;
  private final Path log;
  private OptionalInt pid = OptionalInt.empty();
  private Optional<Path> identity = Optional.empty();

  NodeAgent(
      LabNode node,
      String nodeName,
      Supplier<List<String>> program,
      Supplier<Path> kubeconfig,
      Path folder) {
    this.node = node;
    this.nodeName = nodeName;
    this.program = program;
    this.kubeconfig = kubeconfig;
    this.log = folder.resolve("agent-" + node.name() + ".log");
  }

  @Override
  public synchronized void start() {
    if (running()) {
      return;
    }
    List<String> command = new ArrayList<>(program.get());
    command.addAll(
        List.of(
            "agent",
            "--node-name",
            nodeName,
            "--kubeconfig",
            identity().toString(),
            "--state-dir",
            STATE,
            "--saved-dir",
            SAVED,
            "--http",
            HTTP));
    pid = OptionalInt.of(node.labd().spawn(node.name(), log, command));
  }

  /** Its machine has lost its power, and it its life. */
  synchronized void died() {
    pid = OptionalInt.empty();
  }

  /** Another Node of the same name is another owner of the token: a new pod gets a new one. */
  synchronized void renewIdentity() {
    identity = Optional.empty();
  }

  /** Made once, so that an agent can start while the API server is away, as a pod can. */
  private Path identity() {
    if (identity.isEmpty()) {
      identity = Optional.of(kubeconfig.get());
    }
    return identity.get();
  }

  @Override
  public void stop() {
    signal(SIGTERM);
  }

  @Override
  public void kill() {
    signal(SIGKILL);
  }

  private synchronized void signal(int signal) {
    if (pid.isPresent()) {
      node.labd().signal(node.name(), pid.getAsInt(), signal, END);
      pid = OptionalInt.empty();
    }
  }

  @Override
  public synchronized boolean running() {
    return pid.isPresent() && node.labd().alive(node.name(), pid.getAsInt());
  }

  @Override
  public boolean ready() {
    return node.run(node.program(), "fetch", "--to", HTTP, "--path", "/readyz").status() == 0;
  }

  @Override
  public String metrics() {
    return node.run(node.program(), "fetch", "--to", HTTP, "--path", "/metrics").orFail();
  }

  @Override
  public String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("log " + log, e);
    }
  }

  @Override
  public String toString() {
    return "agent on " + node.name();
  }
}
