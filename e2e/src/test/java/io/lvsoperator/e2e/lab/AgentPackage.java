package io.lvsoperator.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The product's jar and libraries, copied to a folder of the cache that is named by their content,
 * with an AOT cache: under emulation an agent starts in a quarter of the time with it. The copy
 * keeps paths and modification times, which the JVM compares with those of the training run.
 */
final class AgentPackage {

  private static final String JAR = "lvs-operator.jar";
  private static final int KEPT = 6;
  private static final Duration TRAINING = Duration.ofSeconds(15);
  private static final Duration PASSES = Duration.ofSeconds(4);
  private static final Duration OFTEN = Duration.ofMillis(100);
  private static final Duration ASSEMBLY = Duration.ofSeconds(120);

  private final Settings settings;
  private final Path folder;

  private AgentPackage(Settings settings, Path folder) {
    this.settings = settings;
    this.folder = folder;
  }

  private static Path target(Settings settings) {
    return settings.repository().resolve("operator/target");
  }

  /** Copies what operator/target holds. */
  static AgentPackage of(Settings settings) {
    try {
      List<Path> files = new ArrayList<>(List.of(target(settings).resolve(JAR)));
      try (Stream<Path> libraries = Files.list(target(settings).resolve("lib"))) {
        libraries.sorted().forEach(files::add);
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update(file.getFileName().toString().getBytes());
        digest.update(Files.readAllBytes(file));
      }
      digest.update(System.getProperty("java.home").getBytes());
      String hash = HexFormat.of().formatHex(digest.digest()).substring(0, 12);
      Path folder = settings.cache().resolve("agent-" + hash);
      if (!Files.exists(folder.resolve(JAR))) {
        deleteOldest(settings.cache());
        Files.createDirectories(folder.resolve("lib"));
        for (Path file : files.reversed()) {
          Path copy = folder.resolve(target(settings).relativize(file));
          Files.copy(
              file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        }
      }
      return new AgentPackage(settings, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("copy of the product", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Each is a hundred megabytes; a few stay for other work trees of this machine. */
  private static void deleteOldest(Path cache) throws IOException {
    try (Stream<Path> entries = Files.list(cache)) {
      List<Path> packages =
          entries
              .filter(entry -> entry.getFileName().toString().startsWith("agent-"))
              .sorted(Comparator.comparing(entry -> entry.toFile().lastModified()))
              .toList();
      for (Path old : packages.subList(0, Math.max(0, packages.size() - KEPT + 1))) {
        LabBed.delete(old);
      }
    }
  }

  /** The words that start the product before its own arguments. */
  List<String> command() {
    List<String> command = flags();
    if (Files.exists(aotCache())) {
      command.add("-XX:AOTCache=" + aotCache());
    }
    command.addAll(List.of("-jar", folder.resolve(JAR).toString()));
    return command;
  }

  private List<String> flags() {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms8m",
            "-Xmx" + heap(),
            "-XX:-UsePerfData",
            // A cache made on this processor must not crash a guest's processor with fewer
            // features.
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-AOTAdapterCaching",
            "-XX:-AOTStubCaching"));
  }

  /** The suite's objects are few; the bench has as much as the image gives, or more. */
  private static String heap() {
    return Optional.ofNullable(System.getenv("LVS_LAB_HEAP")).orElse("64m");
  }

  private Path aotCache() {
    return folder.resolve("agent.aot");
  }

  /** Whether a training run is still to be made. */
  boolean untrained() {
    return !Files.exists(aotCache());
  }

  /**
   * Runs an agent on this machine until it is ready, and for some passes, and lets the JVM write
   * down what it loaded. It is a short cut only: without a cache the agents start all the same.
   */
  void train(Children children, Path kubeconfig, String node) {
    Path part = folder.resolve("agent.aot.part");
    int port = Kernel.freePort();
    List<String> command = flags();
    command.addAll(
        List.of(
            "-XX:AOTCacheOutput=" + part,
            "-jar",
            folder.resolve(JAR).toString(),
            "agent",
            "--node-name",
            node,
            "--kubeconfig",
            kubeconfig.toString(),
            "--state-dir",
            settings.folder().resolve("training").toString(),
            "--saved-dir",
            settings.folder().resolve("training-saved").toString(),
            "--http",
            "127.0.0.1:" + port));
    Process process = children.start("training", command);
    List<String> probe =
        List.of(
            settings.labd().toString(), "fetch", "--to", "127.0.0.1:" + port, "--path", "/readyz");
    Pause.until(TRAINING, OFTEN, () -> !process.isAlive() || children.succeeds(probe));
    Pause.millis(PASSES.toMillis());
    process.destroy();
    if (!Pause.until(ASSEMBLY, OFTEN, () -> !process.isAlive())) {
      process.destroyForcibly();
    }
    try {
      if (Files.exists(part)) {
        Files.move(part, aotCache());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("keep the AOT cache", e);
    }
  }
}
