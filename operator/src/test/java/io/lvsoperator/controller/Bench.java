package io.lvsoperator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.lvsoperator.Gate;
import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.DirectorGroup;
import io.lvsoperator.api.v1alpha1.ForwardingRequest;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.LvsService;
import io.lvsoperator.api.v1alpha1.RealServer;
import io.lvsoperator.api.v1alpha1.RealServerStatus;
import io.lvsoperator.translate.Thing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** The controller in process on a real API server, and the tutorial's cluster with its agents. */
final class Bench implements AutoCloseable {
  /** A service that must go on working whatever a test does beside it. */
  static final String WITNESS =
      "{namespace: witness, name: good, programmed: 'True',"
          + " reason: Programmed, message: '', destinations: [{vip: 10.23.21.100, protocol: TCP,"
          + " virtualPort: 80, address: 10.23.200.1, port: 80, weight: 1}]}";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ApiServer api;
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicLong uptime = new AtomicLong();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Gate gate;
  private final KubernetesClient own;
  private final Controller controller;
  private final Deque<HasMetadata> created = new ArrayDeque<>();

  Bench(ApiServer api) {
    this(api, Optional.empty());
  }

  /** With a controller that is this user. */
  Bench(ApiServer api, Optional<String> user) {
    this.api = api;
    gate = new Gate(api.port());
    own = api.counting(gate.port(), user, writes);
    controller =
        new Controller(
            own,
            registry,
            Clock.systemUTC(),
            "test",
            () -> Duration.ofSeconds(uptime.get()),
            new Controller.Intervals(Duration.ofMillis(200), Duration.ofMillis(200)));
  }

  Gate gate() {
    return gate;
  }

  Controller controller() {
    return controller;
  }

  /** The tutorial's cluster, the witness, and the controller at work. */
  Bench start() {
    tutorial();
    gate.open();
    controller.start();
    until("the controller is ready", controller::ready);
    return this;
  }

  void tutorial() {
    namespace("witness");
    namespace("shop");
    create(Thing.group("default"));
    create(Thing.director("lb01", "10.23.21.184"));
    create(Thing.node("rs01", "10.23.190.76").with("spec.podCIDR", "10.244.1.0/24"));
    create(Thing.node("rs02", "10.23.122.152"));
    director("");
    report(Thing.report("rs01", "02:00:00:00:00:02", "10.23.190.76"));
    report(Thing.report("rs02", "02:00:00:00:00:03", "10.23.122.152"));
    create(Thing.service("good").in("witness").with("spec.vip", "10.23.21.100"));
    create(
        Thing.realServer("good", "10.23.200.1").in("witness").with("spec.management", "External"));
  }

  void namespace(String name) {
    if (api.client().namespaces().withName(name).get() == null) {
      api.client()
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
  }

  /** Writes what lb01 reports about these VIPs and, as YAML, services beside the witness's. */
  void director(String services, String... vips) {
    StringBuilder list = new StringBuilder("{address: 10.23.21.100, use: Placed}");
    for (String vip : vips) {
      list.append(", {address: ").append(vip).append(", use: Placed}");
    }
    report(
        Thing.report("lb01", "02:00:00:00:00:01", "10.23.21.184")
            .with("status.nextHops", "[10.23.0.1, 10.23.21.1]")
            .with("status.vips", "[" + list + "]")
            .with(
                "status.services",
                "[" + WITNESS + (services.isEmpty() ? "" : ", " + services) + "]"));
  }

  /** Writes an LvsNode with its status, as its agent would. */
  void report(Thing thing) {
    LvsNode node = (LvsNode) thing.object();
    LvsNodeStatus status = node.getStatus();
    LvsNode standing = api.client().resources(LvsNode.class).withName(name(node)).get();
    if (standing == null) {
      standing = (LvsNode) create(Thing.of("LvsNode", name(node)));
    }
    standing.setStatus(status);
    standing.getMetadata().setResourceVersion(null);
    api.client().resource(standing).updateStatus();
  }

  /** Writes the status of a ForwardingRequest, as its node's agent would. */
  void answer(Thing thing) {
    ForwardingRequest request = (ForwardingRequest) thing.object();
    api.client().resource(request).updateStatus();
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  HasMetadata create(Thing thing) {
    HasMetadata made = api.client().resource(thing.object()).create();
    created.push(made);
    return made;
  }

  /** Deletes what the tests made since; what the tutorial consists of stays. */
  Runnable mark() {
    int depth = created.size();
    return () -> {
      while (created.size() > depth) {
        api.client().resource(created.pop()).delete();
      }
    };
  }

  void replace(Thing thing) {
    HasMetadata object = thing.object();
    object.getMetadata().setResourceVersion(null);
    api.client().resource(object).forceConflicts().serverSideApply();
  }

  LvsService lvsService(String name) {
    return lvsService("shop", name);
  }

  LvsService lvsService(String namespace, String name) {
    return api.client().resources(LvsService.class).inNamespace(namespace).withName(name).get();
  }

  /** Its status; whether its spec can be read is what a test may be about. */
  RealServer realServer(String name) {
    RealServer statusOnly = new RealServer();
    Optional.ofNullable(
            api.client()
                .genericKubernetesResources("lvsoperator.io/v1alpha1", "RealServer")
                .inNamespace("shop")
                .withName(name)
                .get())
        .map(object -> object.getAdditionalProperties().get("status"))
        .map(
            status ->
                api.client()
                    .getKubernetesSerialization()
                    .convertValue(status, RealServerStatus.class))
        .ifPresent(statusOnly::setStatus);
    return statusOnly;
  }

  DirectorGroup group(String name) {
    return api.client().resources(DirectorGroup.class).withName(name).get();
  }

  /** Waits until this service has a condition such as {@code "Ready=True Ready"}. */
  Condition service(String name, String condition) {
    return service("shop", name, condition);
  }

  Condition service(String namespace, String name, String condition) {
    return until(
        "LvsService " + name,
        condition,
        () -> lvsService(namespace, name),
        s -> s.reported().conditions());
  }

  Condition realServer(String name, String condition) {
    return until(
        "RealServer " + name, condition, () -> realServer(name), s -> s.reported().conditions());
  }

  /** Waits for a condition of a real server within a service. */
  Condition member(String service, String realServer, String condition) {
    return until(
        "RealServer " + realServer + " in " + service,
        condition,
        () -> realServer(realServer),
        s ->
            s.reported().services().stream()
                .filter(in -> in.name().equals(service))
                .flatMap(in -> in.conditions().stream())
                .toList());
  }

  Condition group(String name, String condition) {
    return until(
        "DirectorGroup " + name, condition, () -> group(name), g -> g.reported().conditions());
  }

  /** Lets so much time go on, of that by which agents fall silent and directors are gone. */
  void elapse(Duration time) {
    uptime.addAndGet(time.toSeconds());
  }

  /** Lets the time go on by which agents fall silent, as long as a list at most may take. */
  void later() {
    for (int i = 0; i < 5; i++) {
      pause();
    }
    uptime.addAndGet(Heartbeats.DEAF.toSeconds());
    for (int i = 0; i < 5; i++) {
      pause();
    }
  }

  /** Writes a node's Lease, as its agent would. */
  void renew(String node) {
    namespace(Leases.NAMESPACE);
    api.client()
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(Leases.NAMESPACE)
                .withName(node)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(node)
                .withRenewTime(ZonedDateTime.now())
                .endSpec()
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  /** What this director's agent asks of a node. */
  void ask(String director, String node) {
    create(
        Thing.of("ForwardingRequest", director + "-" + node)
            .with(
                "spec",
                "{director: %s, node: %s, protocol: 1, bootID: b, sequence: 1}"
                    .formatted(director, node)));
  }

  /** The names of all ForwardingRequests. */
  List<String> asked() {
    return api.client().resources(ForwardingRequest.class).list().getItems().stream()
        .map(Bench::name)
        .sorted()
        .toList();
  }

  /** Waits until this LvsNode has a condition such as {@code "AgentAlive=True Renewing"}. */
  Condition lvsNode(String name, String condition) {
    return until(
        "LvsNode " + name,
        condition,
        () -> api.client().resources(LvsNode.class).withName(name).get(),
        node -> node.reported().conditions());
  }

  void witness() {
    service("witness", "good", "Ready=True Ready");
  }

  private static <T> Condition until(
      String what, String wanted, Supplier<T> get, Function<T, List<Condition>> conditions) {
    Instant end = Instant.now().plus(PATIENCE);
    List<Condition> seen = List.of();
    while (Instant.now().isBefore(end)) {
      seen = Optional.ofNullable(get.get()).map(conditions).orElse(List.of());
      Optional<Condition> found = seen.stream().filter(c -> text(c).equals(wanted)).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      pause();
    }
    throw new AssertionError(what + " has not " + wanted + " but " + seen);
  }

  static String text(Condition condition) {
    return condition.type() + "=" + condition.status() + " " + condition.reason();
  }

  static void until(String what, Supplier<Boolean> holds) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!holds.get()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("not in " + PATIENCE + ": " + what);
      }
      pause();
    }
  }

  static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A real server that its owner sets up. */
  static Thing external(String name, String address) {
    return Thing.realServer(name, address).with("spec.management", "External");
  }

  /** A director's report about a service of namespace shop with one destination. */
  static String programmed(String name, String vip, String address) {
    return """
        {namespace: shop, name: %s, observedGeneration: 1, programmed: 'True', reason: Programmed, \
        message: '', destinations: [{vip: %s, protocol: TCP, virtualPort: 80, address: %s, \
        port: 80, weight: 1}]}"""
        .formatted(name, vip, address);
  }

  /** Creation times have whole seconds, and of the same age the first by name is older. */
  static void waitForTheNextSecond() {
    for (int i = 0; i < 11; i++) {
      pause();
    }
  }

  /** How many requests of the controller may have changed something. */
  int writes() {
    return writes.get();
  }

  /** How many passes it has made. */
  long passes() {
    return registry.get("lvs.controller.pass.duration").timer().count();
  }

  /** Waits until it has nothing more to write. */
  void settle() {
    int before = -1;
    while (before != writes()) {
      before = writes();
      long passes = passes();
      touch();
      until("another pass", () -> passes() > passes);
      for (int i = 0; i < 10; i++) {
        pause();
      }
    }
  }

  /** Changes something that concerns nobody, so that there is a pass. */
  void touch() {
    api.client()
        .nodes()
        .withName("rs02")
        .edit(
            node -> {
              // An annotation would not do: nobody reads those, so they ask for no pass.
              node.getMetadata().getLabels().put("touched", "" + Instant.now().toEpochMilli());
              return node;
            });
  }

  @Override
  public void close() {
    controller.close();
    own.close();
    gate.close();
    while (!created.isEmpty()) {
      api.client().resource(created.pop()).delete();
    }
  }
}
