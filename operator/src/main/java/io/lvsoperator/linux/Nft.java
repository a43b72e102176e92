package io.lvsoperator.linux;

import io.lvsoperator.kernel.KernelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@code nft}: no shell, input by its standard input, and never longer than a timeout. */
final class Nft {
  private final List<String> program;
  private final Duration timeout;

  /**
   * @param program {@code nft}, or another program in tests
   * @param timeout after which it is killed
   */
  Nft(List<String> program, Duration timeout) {
    this.program = List.copyOf(program);
    this.timeout = timeout;
  }

  /**
   * What a run brought.
   *
   * @param status its exit status
   * @param output its standard output
   * @param error its standard error
   */
  record Result(int status, String output, String error) {}

  /**
   * Runs it to its end.
   *
   * @throws KernelException if it cannot be started or takes too long
   */
  Result run(String input, String... arguments) {
    List<String> command = Stream.concat(program.stream(), Stream.of(arguments)).toList();
    String operation = String.join(" ", command);
    Process process = start(command, operation);
    try {
      CompletableFuture<String> output = reading(process.getInputStream());
      CompletableFuture<String> error = reading(process.getErrorStream());
      write(process, input);
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new KernelException(
            operation, "ETIMEDOUT", "it had not ended after " + timeout.toSeconds() + " s");
      }
      return new Result(process.exitValue(), output.join(), error.join());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException(operation, "EINTR", "interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(List<String> command, String operation) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new KernelException(
          operation, "", "cannot be started; install the package nftables", e);
    }
  }

  private static void write(Process process, String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading: its status and its errors tell why.
    }
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofVirtual().name("nft-output").start(task));
  }
}
