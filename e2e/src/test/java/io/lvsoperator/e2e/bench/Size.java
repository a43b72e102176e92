package io.lvsoperator.e2e.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * N x M: N services, each with M real servers out of min(N, 100) x M, and so N x M destinations.
 *
 * @param services N, 1 to 4000
 * @param each M, 1 to 100
 */
record Size(int services, int each) {
  private static final int SETS = 100;
  private static final List<String> MODES = List.of("NAT", "FULLNAT", "DR", "TUN");

  Size {
    if (services < 1 || services > 4000 || each < 1 || each > 100) {
      throw new IllegalArgumentException(
          "%dx%d: 1 to 4000 services with 1 to 100 real servers each".formatted(services, each));
    }
  }

  /** Reads "10x10". */
  static Size parse(String text) {
    String[] parts = text.split("x", 2);
    if (parts.length < 2) {
      throw new IllegalArgumentException("a size is like 10x10, and not '" + text + "'");
    }
    return new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  int destinations() {
    return services * each;
  }

  /** In how many services each real server is. Sizes above 100 are multiples of it. */
  int servicesOfEach() {
    return Math.max(1, services / SETS);
  }

  /** The group of directors, and who may use which addresses. */
  static String group(String name, String director) {
    return """
    apiVersion: lvsoperator.io/v1alpha1
    kind: DirectorGroup
    metadata: {name: %s}
    spec:
      nodeSelector: {matchLabels: {kubernetes.io/hostname: %s}}
      allow:
        - {name: bench, namespaceSelector: {}, vips: [10.23.32.0/19], realServers: [10.23.0.0/16]}
    """
        .formatted(name, director);
  }

  /** Its real servers, which nobody sets up: what counts is the director. */
  List<String> servers() {
    int sets = Math.min(services, SETS);
    return IntStream.range(0, sets * each)
        .mapToObj(
            index ->
                """
                {"apiVersion":"lvsoperator.io/v1alpha1","kind":"RealServer",
                 "metadata":{"name":"%s","namespace":"default","labels":{"set":"s%d"}},
                 "spec":{"address":"%s","management":"External"}}
                """
                    .formatted(server(index), index % sets, serverAddress(index)))
        .toList();
  }

  static String server(int index) {
    return "external-" + index;
  }

  static String serverAddress(int index) {
    return "10.23.%d.%d".formatted(64 + index / 250, 1 + index % 250);
  }

  /** Its services, whose modes take turns. */
  List<String> all() {
    return IntStream.range(0, services)
        .mapToObj(
            index ->
                service(
                    "service-%04d".formatted(index),
                    vip(index),
                    MODES.get(index % MODES.size()),
                    "set",
                    "s" + index % Math.min(services, SETS),
                    Optional.empty()))
        .toList();
  }

  /** The VIP of a service; those of the probes lie below and above. */
  static String vip(int index) {
    return "10.23.%d.%d".formatted(34 + index / 250, 1 + index % 250);
  }

  /** A service on TCP port 80 and UDP port 5300 for probes, TCP alone for the rest. */
  static String service(
      String name, String vip, String mode, String label, String value, Optional<String> group) {
    String ports =
        label.equals("probe")
            ? "{\"name\":\"dns\",\"protocol\":\"UDP\",\"port\":5300}"
            : "{\"name\":\"http\",\"port\":80}";
    return """
    {"apiVersion":"lvsoperator.io/v1alpha1","kind":"LvsService",
     "metadata":{"name":"%s","namespace":"default"},
     "spec":{"vip":"%s","mode":"%s","scheduler":"wrr","ports":[%s],
             "realServerSelector":{"matchLabels":{"%s":"%s"}}%s}}
    """
        .formatted(
            name,
            vip,
            mode,
            ports,
            label,
            value,
            group.map(g -> ",\"directorGroupName\":\"" + g + "\"").orElse(""));
  }

  @Override
  public String toString() {
    return services + "x" + each;
  }
}
