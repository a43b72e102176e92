package io.lvsoperator.e2e;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A shell prompt in any node of a lab: each line is a script for the node that the prompt names.
 */
final class Prompt {

  private final Bed bed;
  private Node node;

  Prompt(Bed bed) {
    this.bed = bed;
    this.node = bed.node("lb01");
  }

  /** Takes lines until "exit" or the end of the input. */
  void run() throws IOException {
    List<String> names = bed.nodes().stream().map(Node::name).toList();
    System.out.printf(
        "%nThe lab stays up. A node's name goes there (%s); kubectl works; exit ends the lab.%n",
        names.stream().collect(Collectors.joining(", ")));
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    prompt();
    for (Optional<String> line = next(lines); line.isPresent(); line = next(lines)) {
      String text = line.get().strip();
      if (text.equals("exit")) {
        return;
      }
      if (names.contains(text)) {
        node = bed.node(text);
      } else if (text.equals("kubectl") || text.startsWith("kubectl ")) {
        show(bed.kubectl().run(text.substring("kubectl".length()).strip().split("\\s+")));
      } else if (!text.isEmpty()) {
        show(node.run("/bin/sh", "-c", text));
      }
      prompt();
    }
  }

  private static Optional<String> next(BufferedReader lines) throws IOException {
    return Optional.ofNullable(lines.readLine());
  }

  private void prompt() {
    System.out.print(node.name() + "# ");
    System.out.flush();
  }

  private static void show(Result result) {
    System.out.print(result.out());
    System.out.print(result.err());
    if (result.status() != 0) {
      System.out.println("(exit status " + result.status() + ")");
    }
  }
}
