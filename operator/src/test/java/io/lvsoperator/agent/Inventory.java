package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.translate.Thing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The nodes and objects of a {@link Datacenter}, and the values that edits give them. */
final class Inventory {
  static final List<String> NODES = List.of("lb01", "lb02", "rs01", "rs02");
  static final List<String> DIRECTORS = List.of("lb01", "lb02");
  static final List<String> SERVICES =
      List.of("LvsService/web", "LvsService/tls", "LvsService/mail");
  static final List<String> SERVERS =
      List.of("RealServer/rs01", "RealServer/rs02", "RealServer/vm");

  /** Real servers that are directors too, in a wider world. */
  static final List<String> DIRECTING_SERVERS = List.of("RealServer/lb01", "RealServer/lb02");

  static final List<String> TUNNELS =
      List.of(
          "null",
          "{type: IPIP}",
          "{type: GUE, port: 6080}",
          "{type: GUE, port: 6081, checksum: Full}",
          "{type: GRE}");
  static final List<IpAddress> VIPS =
      List.of(IpAddress.parse("10.23.21.180"), IpAddress.parse("10.23.21.181"));
  static final String GROUP = "DirectorGroup/default";
  static final String ALLOWED = Thing.rule("vips: [10.23.21.0/24], realServers: [10.23.0.0/16]");
  static final String DIRECTOR_LABEL = "{director: 'yes'}";

  private static final Map<String, String> ADDRESSES =
      Map.of(
          "lb01", "10.23.21.184",
          "lb02", "10.23.21.185",
          "rs01", "10.23.190.76",
          "rs02", "10.23.122.152",
          "vm", "10.23.50.5");

  /** What is valid of each kind's fields, the first at the start. */
  private static final Map<String, List<String>> GOOD = new LinkedHashMap<>();

  static {
    GOOD.put("LvsService spec.mode", List.of("NAT", "DR", "TUN", "FULLNAT"));
    GOOD.put("LvsService spec.vip", List.of("10.23.21.180", "10.23.21.181"));
    GOOD.put("LvsService spec.drainTimeoutSeconds", List.of("60", "5", "0"));
    GOOD.put("LvsService spec.scheduler", List.of("rr", "wlc"));
    GOOD.put(
        "LvsService spec.realServerSelector",
        List.of("{matchLabels: {app: web}}", "{matchLabels: {app: none}}"));
    GOOD.put("RealServer metadata.labels", List.of("{app: web}", "{app: none}"));
    GOOD.put("RealServer spec.weight", List.of("1", "3", "0"));
    GOOD.put("RealServer spec.state", List.of("InService", "Draining", "OutOfService"));
    GOOD.put("Node metadata.labels", List.of("{}", DIRECTOR_LABEL));
  }

  /** What a person annotates for maintenance, most often nothing. */
  static final List<String> STATES =
      List.of(
          "{}",
          "{}",
          "{lvsoperator.io/state: Draining}",
          "{lvsoperator.io/state: OutOfService}",
          "{lvsoperator.io/state: Dancing}");

  static final List<String> DIRECTOR_LABELS =
      List.of(
          "{}",
          DIRECTOR_LABEL,
          DIRECTOR_LABEL,
          "{director: 'yes', node.kubernetes.io/exclude-from-external-load-balancers: ''}");

  private static final String PAUSED = "{lvsoperator.io/paused: 'true'}";

  static {
    GOOD.put(
        "Node metadata.annotations",
        Stream.concat(STATES.stream(), Stream.of(PAUSED, PAUSED)).toList());
    GOOD.put("DirectorGroup metadata.annotations", List.of("{}", "{}", PAUSED));
  }

  /** What no version accepts. */
  private static final Map<String, List<String>> BAD =
      Map.of(
          "LvsService spec.vip", List.of("10.99.9.9", "127.0.0.1"),
          "LvsService spec.mode", List.of("Carrier"),
          "LvsService spec.ports", List.of("[]"),
          "RealServer spec.address", List.of("192.0.2.1"),
          "RealServer spec.state", List.of("Dancing"));

  private static final int REMEMBERED = 2000;

  private final Map<Thing, HasMetadata> objects = new Remembered();

  /** Most objects are in every history; those that are in one are forgotten after a while. */
  private static final class Remembered extends LinkedHashMap<Thing, HasMetadata> {
    private static final long serialVersionUID = 1L;

    private Remembered() {
      super(REMEMBERED, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Thing, HasMetadata> eldest) {
      return size() > REMEMBERED;
    }
  }

  static IpAddress address(String name) {
    return IpAddress.parse(ADDRESSES.get(name));
  }

  static String kind(String key) {
    return key.substring(0, key.indexOf('/'));
  }

  static List<String> goodFields(String kind) {
    return GOOD.keySet().stream()
        .filter(f -> f.startsWith(kind + " "))
        .map(f -> f.substring(kind.length() + 1))
        .toList();
  }

  static List<String> good(String kind, String field) {
    return GOOD.get(kind + " " + field);
  }

  static List<String> badFields(String kind) {
    return BAD.keySet().stream()
        .filter(f -> f.startsWith(kind + " "))
        .map(f -> f.substring(kind.length() + 1))
        .sorted()
        .toList();
  }

  static List<String> bad(String kind, String field) {
    return BAD.get(kind + " " + field);
  }

  /** The object, made once: whoever gets it leaves it as it is. */
  HasMetadata object(Thing thing) {
    return objects.computeIfAbsent(thing, Thing::object);
  }

  /** {@return what stands in the cluster at the start, by key} */
  Map<String, Thing> start() {
    Map<String, Thing> start = new LinkedHashMap<>();
    start.put(
        GROUP,
        Thing.group("default")
            .aged(0)
            .with("metadata.uid", "group")
            .with("metadata.generation", "1"));
    int minute = 1;
    for (String node : NODES) {
      Thing thing = Thing.node(node, ADDRESSES.get(node)).aged(minute++);
      boolean first = node.equals("lb01");
      start.put(
          "Node/" + node,
          (first ? thing.with("metadata.labels", DIRECTOR_LABEL) : thing)
              .with("metadata.uid", "node-" + node)
              .with("status.nodeInfo", "{bootID: boot-" + node + "}"));
    }
    for (String key : Stream.concat(SERVICES.stream(), SERVERS.stream()).toList()) {
      start.put(
          key,
          fresh(key)
              .aged(minute)
              .with("metadata.uid", "first-" + minute++)
              .with("metadata.generation", "1"));
    }
    return start;
  }

  /** {@return an object of this name as it is at first} */
  Thing fresh(String key) {
    String name = key.substring(key.indexOf('/') + 1);
    return switch (key) {
      case "LvsService/tls" ->
          Thing.service(name).with("spec.ports", "[{name: tls, protocol: TCP, port: 443}]");
      case "LvsService/mail" ->
          Thing.service(name)
              .with("spec.vip", "10.23.21.181")
              .with("spec.mode", "DR")
              .with("spec.ports", "[{name: smtp, protocol: TCP, port: 25}]");
      case "RealServer/vm" ->
          Thing.realServer(name, ADDRESSES.get(name)).with("spec.management", "External");
      default ->
          key.startsWith("LvsService/")
              ? Thing.service(name)
              : Thing.realServer(name, ADDRESSES.get(name));
    };
  }

  /** {@return edits that make everything valid that stands} */
  List<Step.Edit> repairs(Function<String, Optional<Thing>> standing) {
    Stream<Step.Edit> objects =
        Stream.of(SERVICES, SERVERS, DIRECTING_SERVERS)
            .flatMap(List::stream)
            .filter(key -> standing.apply(key).isPresent())
            .flatMap(
                key ->
                    badFields(kind(key)).stream()
                        .filter(
                            field ->
                                bad(kind(key), field).stream()
                                    .anyMatch(
                                        standing.apply(key).get().fields().getOrDefault(field, "")
                                            ::equals))
                        .map(field -> new Step.Edit(key, field, repaired(key, field))));
    Stream<Step.Edit> group =
        standing
            .apply(GROUP)
            .filter(g -> !g.fields().get("spec.allow").equals(ALLOWED))
            .map(_ -> new Step.Edit(GROUP, "spec.allow", ALLOWED))
            .stream();
    return Stream.of(objects, group, sharing(standing), served(standing))
        .flatMap(all -> all)
        .toList();
  }

  /** Maintenance ends. */
  private static Stream<Step.Edit> served(Function<String, Optional<Thing>> standing) {
    return Stream.of(SERVERS.stream(), NODES.stream().map(n -> "Node/" + n), Stream.of(GROUP))
        .flatMap(keys -> keys)
        .filter(key -> standing.apply(key).isPresent())
        .filter(key -> standing.apply(key).get().fields().containsKey("metadata.annotations"))
        .map(key -> new Step.Edit(key, "metadata.annotations", "{}"));
  }

  /** Services that share a VIP need one mode: whose it is shall not depend on who came first. */
  private Stream<Step.Edit> sharing(Function<String, Optional<Thing>> standing) {
    return SERVICES.stream()
        .filter(key -> standing.apply(key).isPresent())
        .flatMap(
            key -> {
              String mode =
                  standing
                      .apply(key.endsWith("/tls") ? "LvsService/web" : key)
                      .map(t -> t.fields().get("spec.mode"))
                      .filter(GOOD.get("LvsService spec.mode")::contains)
                      .orElse("NAT");
              boolean unfit =
                  standing.apply(key).get().fields().containsKey("spec.tunnel")
                      && !mode.equals("TUN");
              return Stream.concat(
                  unfit ? Stream.of(new Step.Edit(key, "spec.tunnel", "null")) : Stream.of(),
                  Stream.of(
                      new Step.Edit(key, "spec.vip", fresh(key).fields().get("spec.vip")),
                      new Step.Edit(key, "spec.mode", mode)));
            });
  }

  private String repaired(String key, String field) {
    return Optional.ofNullable(fresh(key).fields().get(field))
        .orElseGet(() -> good(kind(key), field).getFirst());
  }
}
