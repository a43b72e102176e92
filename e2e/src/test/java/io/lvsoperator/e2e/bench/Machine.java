package io.lvsoperator.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/** This machine, and how busy it is. */
final class Machine {
  private Machine() {}

  static String description() throws IOException {
    String processor =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("unknown processor");
    return "%s, %d of %s, lab %s, agents with -Xmx%s"
        .formatted(
            LocalDate.now(),
            Runtime.getRuntime().availableProcessors(),
            processor,
            System.getenv("LVS_LAB_BED"),
            System.getenv("LVS_LAB_HEAP"));
  }

  /** How many processes wanted a processor during the last minute: more than two is other work. */
  static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
  }
}
