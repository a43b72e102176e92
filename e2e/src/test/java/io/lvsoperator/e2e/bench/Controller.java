package io.lvsoperator.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The controller's process, a child of this one. */
record Controller(ProcessHandle process) {

  static Controller of(Stand stand) {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(" controller --kubeconfig"))
        .findFirst()
        .map(Controller::new)
        .orElseThrow(() -> new IllegalStateException("no controller beside " + stand.size()));
  }

  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
  }

  double megabytes() {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")))
              .sum()
          / 1024;
    } catch (IOException e) {
      throw new UncheckedIOException("memory of the controller", e);
    }
  }
}
