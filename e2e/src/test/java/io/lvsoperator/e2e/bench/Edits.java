package io.lvsoperator.e2e.bench;

import io.lvsoperator.e2e.lab.IpvsWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One weight after another, each from the API server's answer to the moment when the kernel has it;
 * then some new services.
 */
final class Edits implements Row {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int NEW = 5;

  private final int most;

  Edits(int most) {
    this.most = most;
  }

  @Override
  public void measure(Stand stand) {
    try (IpvsWatch watch = stand.lab().watchIpvs(Stand.DIRECTOR)) {
      weights(stand, watch);
      services(stand, watch);
    }
  }

  private void weights(Stand stand, IpvsWatch watch) {
    List<Double> took = new ArrayList<>();
    long end = System.nanoTime() + LIMIT.toNanos();
    String entry = "-t %s:80 -r %s:80 -w ".formatted(Size.vip(0), Size.serverAddress(0));
    for (int i = 0; i < most && System.nanoTime() < end; i++) {
      int weight = 2 + i;
      watch.begin(entry + weight);
      stand
          .api()
          .patch("realservers/" + Size.server(0), "{\"spec\":{\"weight\":%d}}".formatted(weight));
      long answered = System.nanoTime();
      watch.awaitBegun();
      took.add((System.nanoTime() - answered) / 1e6);
    }
    stand.add("one weight, median (ms)", Stand.quantile(took, 0.5));
    stand.add("one weight, 95th percentile (ms)", Stand.quantile(took, 0.95));
    stand.add("one weight, how often", took.size());
  }

  private static void services(Stand stand, IpvsWatch watch) {
    List<Double> took = new ArrayList<>();
    for (int i = 0; i < NEW; i++) {
      String vip = Size.vip(stand.size().services() + i);
      String name = "new-" + i;
      String object = Size.service(name, vip, "NAT", "set", "s0", Optional.empty());
      watch.begin("-t " + vip + ":80");
      stand.api().create("lvsservices", object);
      long answered = System.nanoTime();
      watch.awaitBegun();
      took.add((System.nanoTime() - answered) / 1e6);
    }
    for (int i = 0; i < NEW; i++) {
      stand.api().delete("lvsservices/new-" + i);
    }
    stand.add("a new service, External, median (ms)", Stand.quantile(took, 0.5));
    stand.awaitDestinations(Stand.DIRECTOR, stand.size().destinations());
  }
}
