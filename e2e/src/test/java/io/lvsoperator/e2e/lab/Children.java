package io.lvsoperator.e2e.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The processes that the lab starts on this machine; all are ended at the end, however it comes.
 */
final class Children implements AutoCloseable {

  private final Path logs;
  private final Deque<Process> started = new ArrayDeque<>();
  private final Thread hook = new Thread(this::endAll, "end the lab's processes");

  Children(Path logs) {
    this.logs = logs;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts a program whose output is appended to NAME.log. */
  synchronized Process start(String name, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
    try {
      Process process = builder.start();
      started.push(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("start " + name, e);
    }
  }

  /** Runs a program to its end. */
  String run(String name, List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new IllegalStateException("%s: %s: %s".formatted(name, command, output));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
  }

  /** Runs a program whose output is of no interest; whether it succeeded. */
  boolean succeeds(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException("run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Where a program's output goes. */
  Path log(String name) {
    return logs.resolve(name + ".log");
  }

  /** What a program has said so far. */
  String said(String name) {
    try {
      return Files.exists(log(name)) ? Files.readString(log(name)) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("log of " + name, e);
    }
  }

  /** Asks a process to end, and after ten seconds does not ask. */
  static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void endAll() {
    while (!started.isEmpty()) {
      end(started.pop());
    }
  }

  @Override
  public void close() {
    endAll();
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
