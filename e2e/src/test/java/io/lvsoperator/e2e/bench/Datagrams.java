package io.lvsoperator.e2e.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Datagrams from the client through the first and the last VIP of all, and beside them through a
 * director that has nothing but one service of each mode. Real server is rs01, which its agent sets
 * up: so these services are also the managed ones whose start is timed.
 */
final class Datagrams implements Row {
  private static final List<String> MODES = List.of("NAT", "FULLNAT", "DR", "TUN");
  private static final int CLOSED = 5399;
  private static final String ALONE = "lb02";
  private static final String REAL_SERVER = "rs01";

  /** Destinations that it leaves on the director. */
  static final int OF_DIRECTOR = 2 * MODES.size();

  @Override
  public void measure(Stand stand) {
    stand.lab().kubectl().apply(Size.group("alone", ALONE));
    stand.lab().startProduct(ALONE, REAL_SERVER);
    stand
        .api()
        .create(
            "realservers",
            """
            {"apiVersion":"lvsoperator.io/v1alpha1","kind":"RealServer",
             "metadata":{"name":"rs01","namespace":"default","labels":{"probe":"yes"}},
             "spec":{"address":"%s"}}
            """
                .formatted(stand.lab().node(REAL_SERVER).address()));
    managedService(stand);
    for (int i = 1; i < MODES.size(); i++) {
      create(stand, "a-first", i, vip(32, i), Optional.empty());
    }
    for (int i = 0; i < MODES.size(); i++) {
      create(stand, "z-last", i, vip(63, i), Optional.empty());
      create(stand, "alone", i, vip(33, i), Optional.of("alone"));
    }
    stand.awaitDestinations(Stand.DIRECTOR, stand.size().destinations() + OF_DIRECTOR);
    stand.awaitDestinations(ALONE, MODES.size());
    for (int i = 0; i < MODES.size(); i++) {
      roundTrips(stand, i, "datagram", List.of());
      roundTrips(stand, i, "20 to a closed port and one", List.of("--closed=" + CLOSED));
    }
  }

  /** {@return its services on the director, one of each mode} */
  static List<String> targets() {
    return IntStream.range(0, MODES.size()).mapToObj(i -> vip(32, i) + ":5300").toList();
  }

  private static String vip(int net, int mode) {
    return "10.23.%d.%d".formatted(net, 10 + mode);
  }

  private static void create(
      Stand stand, String name, int mode, String vip, Optional<String> group) {
    String full = name + "-" + MODES.get(mode).toLowerCase(Locale.ROOT);
    stand
        .api()
        .create("lvsservices", Size.service(full, vip, MODES.get(mode), "probe", "yes", group));
  }

  private static void managedService(Stand stand) {
    int nat = 0;
    String vip = vip(32, nat);
    try (var watch = stand.lab().watchIpvs(Stand.DIRECTOR)) {
      watch.begin(
          "-u %s:5300 -r %s:5300 -w 1".formatted(vip, stand.lab().node(REAL_SERVER).address()));
      create(stand, "a-first", nat, vip, Optional.empty());
      long answered = System.nanoTime();
      watch.awaitBegun();
      stand.add(
          "a new service, managed, until its real server has weight (ms)",
          (System.nanoTime() - answered) / 1e6);
    }
  }

  private static void roundTrips(Stand stand, int mode, String what, List<String> options) {
    List<String> targets = new ArrayList<>();
    for (int net : new int[] {33, 32, 63}) {
      targets.add(vip(net, mode) + ":5300");
    }
    List<String> command = new ArrayList<>(List.of(stand.lab().program(), "roundtrip"));
    command.addAll(options);
    command.addAll(targets);
    Map<String, Double> micros = new LinkedHashMap<>();
    stand
        .lab()
        .node("client")
        .run(command.toArray(String[]::new))
        .orFail()
        .lines()
        .map(line -> line.split("\t"))
        .forEach(words -> micros.put(words[0], Double.parseDouble(words[1]) / 1000));
    double alone = micros.get(targets.get(0));
    String name = what + ", " + MODES.get(mode);
    stand.add(name + ", one service alone (us)", alone);
    stand.add(name + ", the first VIP beside it (ratio)", micros.get(targets.get(1)) / alone);
    stand.add(name + ", the last VIP beside it (ratio)", micros.get(targets.get(2)) / alone);
  }
}
