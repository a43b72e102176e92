package io.lvsoperator.e2e.lab;

import io.lvsoperator.e2e.bed.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the operator's tests that are tagged "kernel" in a node of the lab's kernel, with no cluster
 * beside it. The first argument is the folder for the reports, others are the names of the only
 * classes to run.
 */
final class KernelTests {

  private static final Duration LIMIT = Duration.ofMinutes(45);
  private static final String NODE = "tests";

  private KernelTests() {}

  /** Boots, runs, copies the reports. */
  public static void main(String[] arguments) throws IOException {
    Settings settings = Settings.fromEnvironment();
    LabBed.emptyFolder(settings.folder());
    Path operator = settings.repository().resolve("operator");
    String classPath =
        Stream.of("target/test-classes", "target/classes")
            .map(part -> operator.resolve(part).toString())
            .collect(Collectors.joining(":"));
    String libraries =
        Files.readString(operator.resolve("target/test.classpath"))
            + ":"
            + System.getProperty("java.class.path");
    Path reports = settings.folder().resolve("kernel-reports");
    Progress progress = new Progress();
    try (Children children = new Children(settings.folder());
        Kernel kernel =
            progress.step("boot the lab's kernel", () -> Kernel.boot(settings, children))) {
      kernel.labd().create(NODE);
      kernel.labd().exec(NODE, LIMIT, "", List.of("ip", "link", "set", "lo", "up")).orFail();
      Result result =
          progress.step(
              "run the operator's tests there",
              () ->
                  kernel
                      .labd()
                      .exec(
                          NODE,
                          LIMIT,
                          "",
                          console(
                              operator, classPath + ":" + libraries, reports, only(arguments))));
      System.out.print(result.out());
      System.err.print(result.err());
      keep(reports, Path.of(arguments[0]));
    }
  }

  private static String only(String[] arguments) {
    return arguments.length == 1
        ? ".*Test"
        : Stream.of(arguments).skip(1).collect(Collectors.joining("|", ".*\\.(", ")"));
  }

  private static List<String> console(
      Path operator, String classPath, Path reports, String classNames) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath,
        "org.junit.platform.console.ConsoleLauncher",
        "execute",
        "--scan-classpath",
        operator.resolve("target/test-classes").toString(),
        "--include-classname",
        classNames,
        "--include-tag",
        "kernel",
        "--details",
        "testfeed",
        "--disable-banner",
        "--disable-ansi-colors",
        "--reports-dir",
        reports.toString());
  }

  private static void keep(Path reports, Path folder) throws IOException {
    Files.createDirectories(folder);
    if (!Files.isDirectory(reports)) {
      return;
    }
    try (Stream<Path> files = Files.list(reports)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
