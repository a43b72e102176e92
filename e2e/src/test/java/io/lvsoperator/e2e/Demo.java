package io.lvsoperator.e2e;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import io.lvsoperator.e2e.lab.LabBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Shows the tutorial's NAT chapter: custom resources become balanced traffic. Started by e2e/demo;
 * with the argument "--keep" it leaves the lab up and takes commands.
 */
final class Demo {

  private static final String WEB = "10.23.21.184:8000";
  private static final Load STEADY = Load.steady(WEB);

  private final Bed bed;
  private final Node client;

  private Demo(Bed bed) {
    this.bed = bed;
    this.client = bed.node("client");
  }

  /** Runs it; exit status 1 when something did not go as it should. */
  public static void main(String[] arguments) throws IOException {
    Path yaml = Path.of(System.getenv("LVS_LAB_REPOSITORY"), "crds/samples/tutorial-nat.yaml");
    int status = 0;
    try (LabBed lab = LabBed.boot()) {
      lab.startProduct("lb01", "rs01", "rs02");
      try {
        new Demo(lab).nat(Files.readString(yaml));
      } catch (AssertionError | RuntimeException e) {
        Path folder = Path.of(System.getenv("LVS_LAB_REPOSITORY"), "e2e/target/Demo");
        lab.describeTo(folder);
        System.out.println("FAILED: " + e.getMessage());
        System.out.println("What the lab looked like: " + folder);
        status = 1;
      }
      if (List.of(arguments).contains("--keep")) {
        new Prompt(lab).run();
      }
    }
    System.exit(status);
  }

  private void nat(String yaml) {
    title("The tutorial's NAT chapter as custom resources (crds/samples/tutorial-nat.yaml)");
    System.out.print(yaml);
    bed.kubectl().apply(yaml);
    Wait.forField(bed, "lvsservice", "web", ".status.realServersSummary", "2/2");
    Wait.forReady(bed, "lvsservice", "web");
    title("What Kubernetes shows");
    kubectl("get", "lvs,lvsrs,lvsdg,lvsno");
    title("What the director's kernel holds");
    shell(bed.node("lb01"), "ipvsadm -ln");
    title(
        "What changed on a real server: a way back for these connections only; its default route is untouched");
    shell(bed.node("rs01"), "ip rule; ip route show default");
    title("Requests from the client");
    Tally first = client.ask(Load.http(WEB).times(6));
    first.sequence().forEach(answer -> System.out.println("   " + answer));
    expect(first.failed() == 0, "a request failed: " + first.failures());
    expect(
        first.answers().equals(Map.of("Hello From RS01", 3, "Hello From RS02", 3)),
        "the answers did not come in turn: " + first.answers());
    int requests = first.requests();
    try (Running<Tally> steady = client.keepAsking(STEADY)) {
      drain();
      remove();
      Tally tally = steady.stop();
      title("Meanwhile, without a pause");
      System.out.printf(
          "   %d requests, %d failed, slowest %d ms; answers %s%n",
          tally.requests(), tally.failed(), tally.slowest().toMillis(), tally.answers());
      expect(tally.failed() == 0, "requests failed meanwhile: " + tally.failures());
      requests += tally.requests();
    }
    System.out.printf("%nThe demo went as it should: %d requests, none failed.%n", requests);
  }

  private void drain() {
    title("RS01 is given weight 0, under traffic");
    kubectl("patch", "realserver", "rs01", "--type=merge", "-p", "{\"spec\":{\"weight\":0}}");
    awaitDirector("-r 10.23.190.76:80 -m -w 0", true);
    Tally tally = client.ask(Load.http(WEB).times(4));
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
