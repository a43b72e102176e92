package io.lvsoperator.e2e.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one change costs the API server in objects of ours: how many are written, by how many bytes,
 * and what it sends to the director's agent, as its network interface counts it (the API server's
 * own counters leave out watches over a websocket, which is what the agents have).
 */
final class ApiTraffic implements Row {
  private static final Duration SETTLED = Duration.ofSeconds(10);
  private static final List<String> WRITES = List.of("POST", "PUT", "PATCH", "APPLY", "DELETE");
  private static final String OURS = "group=\"lvsoperator.io\"";

  @Override
  public void measure(Stand stand) {
    String server = "realservers/" + Size.server(0);
    String service =
        Size.service(
            "one-more", Size.vip(stand.size().services()), "NAT", "set", "s0", Optional.empty());
    change(stand, "nothing", () -> {});
    change(stand, "one weight", () -> stand.api().patch(server, "{\"spec\":{\"weight\":1000}}"));
    change(
        stand, "one drain", () -> stand.api().patch(server, "{\"spec\":{\"state\":\"Draining\"}}"));
    stand.api().patch(server, "{\"spec\":{\"state\":\"InService\",\"weight\":1}}");
    Stand.sleep(SETTLED);
    change(stand, "one new service", () -> stand.api().create("lvsservices", service));
    stand.api().delete("lvsservices/one-more");
    stand.awaitDestinations(Stand.DIRECTOR, stand.size().destinations());
    stand.add(
        "largest LvsNode (kB)",
        stand.api().get("/apis/lvsoperator.io/v1alpha1/lvsnodes/lb01").length() / 1000.0);
  }

  private static void change(Stand stand, String what, Runnable change) {
    Metrics before = stand.apiMetrics();
    double received = received(stand);
    change.run();
    Stand.sleep(SETTLED);
    double sent = received(stand) - received;
    Metrics after = stand.apiMetrics();
    String requests = "apiserver_request_total";
    double written =
        after.sumOf(requests, "verb", WRITES, OURS) - before.sumOf(requests, "verb", WRITES, OURS);
    String bytes = "apiserver_request_body_size_bytes_sum";
    stand.add(what + ", objects written", written);
    stand.add(
        what + ", bytes written (kB)", (after.sum(bytes, OURS) - before.sum(bytes, OURS)) / 1000);
    stand.add(what + ", bytes sent to the director's agent (kB)", sent / 1000);
  }

  /** Nothing else comes by that interface. */
  private static double received(Stand stand) {
    return Double.parseDouble(stand.director().sh("cat /sys/class/net/mgmt0/statistics/rx_bytes"));
  }
}
