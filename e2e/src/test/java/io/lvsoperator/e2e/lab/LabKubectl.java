package io.lvsoperator.e2e.lab;

import io.lvsoperator.e2e.bed.Kubectl;
import io.lvsoperator.e2e.bed.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** kubectl on this machine. */
record LabKubectl(Path program, Path kubeconfig, Path folder) implements Kubectl {

  @Override
  public Result run(String... arguments) {
    return runWith("", arguments);
  }

  @Override
  public Result runWith(String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.add("--kubeconfig=" + kubeconfig);
    command.add("--cache-dir=" + folder.resolve("kubectl-cache"));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile(folder, "kubectl", ".out");
      Path err = Files.createTempFile(folder, "kubectl", ".err");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      Result result =
          new Result(
              "kubectl " + String.join(" ", arguments),
              process.waitFor(),
              Files.readString(out),
              Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException("kubectl " + String.join(" ", arguments), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void apply(String yaml) {
    runWith(yaml, "apply", "--server-side", "-f", "-").orFail();
  }

  @Override
  public String field(String kind, String name, String path) {
    return run("get", kind, name, "--ignore-not-found", "-o", "jsonpath={" + path + "}").orFail();
  }
}
