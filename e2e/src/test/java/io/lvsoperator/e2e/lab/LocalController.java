package io.lvsoperator.e2e.lab;

import io.lvsoperator.e2e.bed.Daemon;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The controller, which needs no node: it runs on this machine. */
final class LocalController implements Daemon {

  private static final String NAME = "controller";

  private final Settings settings;
  private final Children children;
  private final Supplier<List<String>> program;
  private final Supplier<Path> kubeconfig;
  private final String http = "127.0.0.1:" + Kernel.freePort();
  private Optional<Process> process = Optional.empty();

  LocalController(
      Settings settings,
      Children children,
      Supplier<List<String>> program,
      Supplier<Path> kubeconfig) {
    this.settings = settings;
    this.children = children;
    this.program = program;
    this.kubeconfig = kubeconfig;
  }

  @Override
  public synchronized void start() {
    if (running()) {
      return;
    }
    List<String> command = new ArrayList<>(program.get());
    command.addAll(
        List.of("controller", "--kubeconfig", kubeconfig.get().toString(), "--http", http));
    process = Optional.of(children.start(NAME, command));
  }

  @Override
  public synchronized void stop() {
    process.ifPresent(Children::end);
  }

  @Override
  public synchronized void kill() {
    process.ifPresent(p -> Children.end(p.destroyForcibly()));
  }

  @Override
  public synchronized boolean running() {
    return process.isPresent() && process.get().isAlive();
  }

  @Override
  public boolean ready() {
    return children.succeeds(fetch("/readyz"));
  }

  @Override
  public String metrics() {
    return children.run(NAME, fetch("/metrics"));
  }

  private List<String> fetch(String path) {
    return List.of(settings.labd().toString(), "fetch", "--to", http, "--path", path);
  }

  @Override
  public String log() {
    return children.said(NAME);
  }

  @Override
  public String toString() {
    return NAME;
  }
}
