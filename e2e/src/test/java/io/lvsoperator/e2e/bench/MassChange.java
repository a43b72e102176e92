package io.lvsoperator.e2e.bench;

import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Everything changes at once, and requests go on meanwhile to services that do not: all services
 * get another scheduler, up to 100 real servers are drained, all services are deleted. The last
 * row, because nothing is left then but the services of {@link Datagrams}, to which the requests
 * go.
 */
final class MassChange implements Row {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration OFTEN = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int MOST_DRAINED = 100;

  @Override
  public void measure(Stand stand) {
    int services = stand.size().services();
    List<String> names =
        IntStream.range(0, services).mapToObj("lvsservices/service-%04d"::formatted).toList();
    change(
        stand,
        "all services edited at once",
        () ->
            stand.api().all(names, n -> stand.api().patch(n, "{\"spec\":{\"scheduler\":\"wlc\"}}")),
        "-s wlc",
        services);
    int drained = Math.min(MOST_DRAINED, stand.size().servers().size());
    List<String> servers =
        IntStream.range(0, drained).mapToObj(i -> "realservers/" + Size.server(i)).toList();
    change(
        stand,
        drained + " real servers drained at once",
        () ->
            stand
                .api()
                .all(servers, s -> stand.api().patch(s, "{\"spec\":{\"state\":\"Draining\"}}")),
        "-w 0\\b",
        drained * stand.size().servicesOfEach());
    change(
        stand,
        "all services deleted at once",
        () -> stand.api().all(names, stand.api()::delete),
        "^-a",
        Datagrams.OF_DIRECTOR);
  }

  private static void change(
      Stand stand, String what, Runnable change, String pattern, int expected) {
    List<Running<Tally>> loads =
        Datagrams.targets().stream()
            .map(target -> stand.lab().node("client").keepAsking(Load.udp(target).every(PAUSE)))
            .toList();
    long begin = System.nanoTime();
    change.run();
    await(stand, pattern, expected, begin);
    stand.add(what + ", until the kernel has it (ms)", (System.nanoTime() - begin) / 1e6);
    List<Tally> tallies = loads.stream().map(Running::stop).toList();
    stand.add(what + ", requests to others", tallies.stream().mapToInt(Tally::requests).sum());
    tallies.stream()
        .filter(tally -> !tally.failures().isEmpty())
        .forEach(tally -> System.out.println("   lost: " + tally.failures()));
    stand.add(what + ", of these lost", tallies.stream().mapToInt(Tally::failed).sum());
  }

  private static void await(Stand stand, String pattern, int expected, long begin) {
    String count = "ipvsadm -Sn | grep -c -- '%s' || true".formatted(pattern);
    while (Integer.parseInt(stand.director().sh(count).strip()) != expected) {
      if (System.nanoTime() - begin > LIMIT.toNanos()) {
        throw new AssertionError("not %d times '%s' in %s".formatted(expected, pattern, LIMIT));
      }
      Stand.sleep(OFTEN);
    }
  }
}
