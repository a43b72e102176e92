package io.lvsoperator.e2e.bench;

import io.lvsoperator.e2e.bed.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From an empty kernel, beside the two things that somebody without this product would do: feed
 * {@code ipvsadm -R}, or write a loop that sends the same requests to the kernel in batches.
 */
final class Programming implements Row {
  /** The time that ipvsadm takes to print the whole table. */
  static final String LIST = "ipvsadm -Sn (ms)";

  /** Another network namespace of the same kernel. */
  private static final String BESIDE = "lb02";

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int TIMES = 3;
  private static final Pattern SYNCED = Pattern.compile("(?m)^(\\S+) .*all informers have synced");
  private static final Pattern CHANGES = Pattern.compile("(?m): (\\d+) changes in (\\d+) ms");

  @Override
  public void measure(Stand stand) {
    long begin = stand.clock();
    stand.lab().startProduct(Stand.DIRECTOR);
    long done = stand.awaitDestinations(Stand.DIRECTOR, stand.size().destinations());
    awaitVips(stand);
    long vips = stand.clock();
    String log = stand.lab().agent(Stand.DIRECTOR).log();
    Matcher synced = SYNCED.matcher(log);
    long known = synced.find() ? Instant.parse(synced.group(1)).toEpochMilli() : begin;
    stand.add("agent starts until its informers have synced (ms)", known - begin);
    stand.add("then, all destinations in the kernel (ms)", done - known);
    stand.add("then, all VIPs on the interface (ms)", vips - done);
    Matcher changes = CHANGES.matcher(log);
    long count = 0;
    long took = 0;
    while (changes.find()) {
      count += Long.parseLong(changes.group(1));
      took += Long.parseLong(changes.group(2));
    }
    stand.add("changes that it made", count);
    stand.add("passes with changes, in all (ms)", took);
    beside(stand, done - known);
    stand.add(
        "nft rules",
        Double.parseDouble(
            stand
                .director()
                .sh("nft -a list ruleset | grep handle | grep -vc '{ # handle' || true")));
  }

  private static void awaitVips(Stand stand) {
    stand
        .director()
        .run(
            LIMIT,
            "",
            "/bin/sh",
            "-c",
            "until [ $(ip -4 -o addr show | grep -c 'inet 10.23.3[4-9]\\|inet 10.23.4[0-9]') -ge %d ]; do sleep 0.2; done"
                .formatted(stand.size().services()))
        .orFail();
  }

  private static void beside(Stand stand, long took) {
    String table = stand.director().sh("ipvsadm -Sn");
    Node node = stand.lab().node(BESIDE);
    double[] restore = new double[TIMES];
    double[] loop = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      restore[i] =
          Double.parseDouble(
              node.run(
                      LIMIT,
                      table + "\n",
                      "/bin/bash",
                      "-c",
                      "begin=$(date +%s%N); ipvsadm -R && end=$(date +%s%N); ipvsadm -C; echo $((end - begin))")
                  .orFail()
                  .strip());
      String said = node.run(LIMIT, table + "\n", stand.lab().program(), "ipvs-load").orFail();
      loop[i] = Double.parseDouble(said.strip().split("\\s+")[2]);
      node.sh("ipvsadm -C");
    }
    double restored = Stand.median(restore) / 1e6;
    double looped = Stand.median(loop) / 1e3;
    stand.add("beside it, ipvsadm -R of the same (ms)", restored);
    stand.add("beside it, a raw loop of netlink batches (ms)", looped);
    stand.add("times as fast as ipvsadm -R", restored / took);
    double[] list = new double[5];
    for (int i = 0; i < list.length; i++) {
      list[i] =
          Double.parseDouble(
              stand
                  .director()
                  .sh(
                      "begin=$(date +%s%N); ipvsadm -Sn >/dev/null; echo $(($(date +%s%N) - begin))"));
    }
    stand.add(LIST, Stand.median(list) / 1e6);
  }
}
