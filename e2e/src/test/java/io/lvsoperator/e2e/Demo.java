package io.lvsoperator.e2e;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.NodeState;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import io.lvsoperator.e2e.lab.LabBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shows the four modes, each as a chapter: custom resources become balanced traffic. Started by
 * e2e/demo with the chapters' names, or none for all of them; with the argument "--keep" it leaves
 * the lab up and takes commands.
 */
final class Demo {

  private static final String KEEP = "--keep";
  private static final Path REPOSITORY = Path.of(System.getenv("LVS_LAB_REPOSITORY"));

  private final Bed bed;
  private final Node client;
  private int requests;

  private Demo(Bed bed) {
    this.bed = bed;
    this.client = bed.node("client");
  }

  /** Runs it; exit status 1 when something did not go as it should. */
  public static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    List<Chapter> chapters =
        Chapter.named(words.stream().filter(word -> !word.equals(KEEP)).toList());
    int status = 0;
    try (LabBed lab = LabBed.boot()) {
      lab.startProduct("lb01", "rs01", "rs02");
      try {
        Demo demo = new Demo(lab);
        for (Chapter chapter : chapters) {
          demo.show(chapter, chapter == chapters.getLast() && words.contains(KEEP));
        }
        System.out.printf(
            "%nThe demo went as it should: %d requests, none failed.%n", demo.requests);
      } catch (AssertionError | RuntimeException e) {
        Path folder = REPOSITORY.resolve("e2e/target/Demo");
        lab.describeTo(folder);
        System.out.println("FAILED: " + e.getMessage());
        System.out.println("What the lab looked like: " + folder);
        status = 1;
      }
      if (words.contains(KEEP)) {
        new Prompt(lab).run();
      }
    }
    System.exit(status);
  }

  private void show(Chapter chapter, boolean stays) throws IOException {
    String yaml = Files.readString(REPOSITORY.resolve(chapter.file()));
    String service = chapter.service();
    Map<Node, NodeState> before = new LinkedHashMap<>();
    for (String name : List.of("lb01", "rs01", "rs02")) {
      before.put(bed.node(name), NodeState.of(bed.node(name)));
    }
    title("%s: %s (%s)".formatted(chapter, chapter.idea(), chapter.file()));
    System.out.print(yaml);
    bed.kubectl().apply(yaml);
    Wait.forField(bed, "lvsservice", service, ".status.realServersSummary", "2/2");
    Wait.forReady(bed, "lvsservice", service);
    title("What Kubernetes shows");
    kubectl("get", "lvs,lvsrs,lvsdg,lvsno");
    title("What the director holds");
    shell(bed.node("lb01"), chapter.onDirector());
    title("What a real server holds: " + chapter.realServersShare());
    shell(bed.node("rs01"), chapter.onRealServer());
    title("Requests from the client 10.99.0.10");
    Tally first = client.ask(Load.http(chapter.target()).times(6));
    first.sequence().forEach(answer -> System.out.println("   " + answer));
    System.out.println("   the client's address as they saw it: " + first.clients().keySet());
    requests += first.requests();
    expect(first.failed() == 0, "a request failed: " + first.failures());
    expect(
        first.answers().equals(Map.of("Hello From RS01", 3, "Hello From RS02", 3)),
        "the answers did not come in turn: " + first.answers());
    expect(
        first.clients().keySet().equals(Set.of(chapter.seenClient())),
        "the real servers saw another client: " + first.clients());
    if (chapter == Chapter.NAT) {
      changeUnderTraffic(chapter);
    }
    if (!stays) {
      title("The service is deleted, and the machines are as they were before it");
      kubectl("delete", "lvsservice", service);
      before.forEach(
          (node, state) ->
              Wait.until(
                  bed,
                  node.name() + " as before",
                  () -> NodeState.of(node).changes(state).isEmpty()));
      System.out.printf(
          "   %s: ipvs, addresses, routes, rules, nft and sysctls compared, nothing differs%n",
          String.join(", ", before.keySet().stream().map(Node::name).toList()));
    }
  }

  private void changeUnderTraffic(Chapter chapter) {
    try (Running<Tally> steady = client.keepAsking(Load.steady(chapter.target()))) {
      drain(chapter);
      remove();
      Tally tally = steady.stop();
      title("Meanwhile, without a pause");
      System.out.printf(
          "   %d requests, %d failed, slowest %d ms; answers %s%n",
          tally.requests(), tally.failed(), tally.slowest().toMillis(), tally.answers());
      expect(tally.failed() == 0, "requests failed meanwhile: " + tally.failures());
      requests += tally.requests();
    }
  }

  private void drain(Chapter chapter) {
    title("RS01 is given weight 0, under traffic");
    kubectl("patch", "realserver", "rs01", "--type=merge", "-p", "{\"spec\":{\"weight\":0}}");
    awaitDirector("-r 10.23.190.76:80 -m -w 0", true);
    Tally tally = client.ask(Load.http(chapter.target()).times(4));
    tally.sequence().forEach(answer -> System.out.println("   " + answer));
    expect(
        tally.answers().equals(Map.of("Hello From RS02", 4)),
        "RS01 still answers: " + tally.answers());
  }

  private void remove() {
    title("RS01 is deleted, under traffic");
    kubectl("delete", "realserver", "rs01");
    awaitDirector("-r 10.23.190.76:80 ", false);
    shell(bed.node("lb01"), "ipvsadm -ln");
  }

  /** Waits until the director's table, as ipvsadm saves it, has a text or has it no more. */
  private void awaitDirector(String text, boolean present) {
    Wait.until(
        bed,
        "lb01 has %s: %s".formatted(text, present),
        () -> bed.node("lb01").sh("ipvsadm -Sn").contains(text) == present);
  }

  private void kubectl(String... arguments) {
    System.out.println("$ kubectl " + String.join(" ", arguments));
    System.out.print(bed.kubectl().run(arguments).orFail());
  }

  private static void shell(Node node, String script) {
    System.out.println(node.name() + "# " + script);
    System.out.println(node.sh(script));
  }

  private static void title(String text) {
    System.out.printf("%n== %s%n", text);
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
