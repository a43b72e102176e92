package io.lvsoperator.e2e.bench;

import java.time.Duration;
import java.util.Locale;

/** Puts the objects of a size into the cluster, while only the controller runs. */
final class Objects {
  private static final Duration REST = Duration.ofSeconds(8);

  private Objects() {}

  static void create(Stand stand) {
    stand.lab().startProduct();
    stand.lab().kubectl().apply(Size.group("default", Stand.DIRECTOR));
    Metrics before = new Metrics(stand.lab().controller().metrics());
    double busy = Controller.of(stand).cpuSeconds();
    long begin = System.nanoTime();
    stand.api().createAll("realservers", stand.size().servers());
    stand.api().createAll("lvsservices", stand.size().all());
    System.out.printf(
        Locale.ROOT,
        "-- objects of %s created in %.1f s%n",
        stand.size(),
        (System.nanoTime() - begin) / 1e9);
    controllerRests(stand);
    Metrics after = new Metrics(stand.lab().controller().metrics());
    stand.add(
        "controller takes all objects in, processor (s)", Controller.of(stand).cpuSeconds() - busy);
    stand.add(
        "controller takes all objects in, statuses written", written(after) - written(before));
  }

  private static double written(Metrics metrics) {
    return metrics.sum("lvs_controller_status_writes_total", "written");
  }

  /** Until two looks, some seconds apart, find the same number of writes. */
  private static void controllerRests(Stand stand) {
    double last = -1;
    double now = written(new Metrics(stand.lab().controller().metrics()));
    while (now != last) {
      Stand.sleep(REST);
      last = now;
      now = written(new Metrics(stand.lab().controller().metrics()));
    }
  }
}
