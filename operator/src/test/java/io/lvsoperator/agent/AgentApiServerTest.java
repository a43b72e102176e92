package io.lvsoperator.agent;

import static io.lvsoperator.agent.AgentUnderTest.pause;
import static io.lvsoperator.agent.AgentUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.DirectorGroup;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsService;
import io.lvsoperator.api.v1alpha1.NodeDestination;
import io.lvsoperator.api.v1alpha1.NodeService;
import io.lvsoperator.api.v1alpha1.RealServer;
import io.lvsoperator.journal.JournalHeader;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.translate.Thing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Agents with kernels in memory against a real API server. */
@Tag("apiserver")
@ExtendWith(ApiServer.Extension.class)
class AgentApiServerTest {
  private static final String BOOT = "boot-1";
  private static final String RBAC = "rbac.authorization.k8s.io";

  private final ApiServer api;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<HasMetadata> created = new ArrayList<>();
  @TempDir Path state;

  AgentApiServerTest(ApiServer api) {
    this.api = api;
  }

  @BeforeEach
  void tutorial() {
    create(Thing.group("default"));
    create(Thing.director("lb01", "10.23.21.184"));
    create(Thing.node("rs01", "10.23.190.76"));
  }

  @AfterEach
  void cleanUp() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    KubernetesClient client = api.client();
    created.reversed().forEach(object -> client.resource(object).delete());
    client.resources(LvsNode.class).delete();
    for (var kind : List.of(LvsService.class, RealServer.class, DirectorGroup.class)) {
      until(
          "no " + kind, () -> client.resources(kind).inAnyNamespace().list().getItems().isEmpty());
    }
    until("no LvsNode", () -> client.resources(LvsNode.class).list().getItems().isEmpty());
  }

  private void create(Thing thing) {
    HasMetadata object = thing.in("default").object();
    created.add(api.client().resource(object).create());
  }

  private AgentUnderTest agent(String node, InMemoryKernel kernel) {
    AgentUnderTest agent = new AgentUnderTest(api, node, BOOT, kernel, state.resolve(node));
    open.push(agent);
    return agent;
  }

  private static InMemoryKernel lb01() {
    return new InMemoryKernel().eth0("02:00:00:00:00:01", "10.23.21.184/16");
  }

  private static InMemoryKernel rs01() {
    return new InMemoryKernel().eth0("02:00:00:00:00:11", "10.23.190.76/16");
  }

  private void web() {
    create(Thing.service("web"));
    create(Thing.realServer("rs09", "10.23.200.9").with("spec.management", "External"));
  }

  private AgentUnderTest director() {
    return agent("lb01", lb01()).start().settled();
  }

  private static void programmed(AgentUnderTest agent) {
    until(
        "web is programmed",
        () -> agent.report().services().stream().anyMatch(ServiceReports::isProgrammed));
  }

  @Test
  void createsItsLvsNodeAndReports() {
    AgentUnderTest agent = director();
    LvsNode node = agent.lvsNode().orElseThrow();
    Node owner = api.client().nodes().withName("lb01").get();
    assertThat(node.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(ref -> assertThat(ref.getUid()).isEqualTo(owner.getMetadata().getUid()))
        .satisfies(ref -> assertThat(ref.getKind()).isEqualTo("Node"));
    assertThat(node.getMetadata().getLabels())
        .containsEntry("lvsoperator.io/node", OwnLvsNode.hash("lb01"));
    assertThat(node.reported().bootID()).contains(BOOT);
    assertThat(node.reported().rolesSummary()).contains("Director");
    assertThat(node.reported().condition("Ready"))
        .hasValueSatisfying(c -> assertThat(c.holds()).isTrue());
    assertThat(node.getMetadata().getManagedFields())
        .anySatisfy(f -> assertThat(f.getManager()).isEqualTo("lvs-agent"));
    assertThat(agent.agent.alive()).isTrue();
  }

  @Test
  void renewsALeaseThatGoesWithItsNode() {
    director();
    String uid = api.client().nodes().withName("lb01").get().getMetadata().getUid();
    until("a Lease of this Node", () -> lease().filter(l -> isOwnedBy(l, uid)).isPresent());
    Lease first = lease().orElseThrow();
    until(
        "renewed",
        () -> {
          ZonedDateTime now = lease().orElseThrow().getSpec().getRenewTime();
          return now.isAfter(first.getSpec().getRenewTime());
        });
    api.client().leases().inNamespace(Heartbeat.NAMESPACE).withName("lb01").delete();
    until("put back", () -> lease().isPresent());
  }

  private static boolean isOwnedBy(Lease lease, String node) {
    return lease.getMetadata().getOwnerReferences().stream()
        .anyMatch(ref -> ref.getKind().equals("Node") && ref.getUid().equals(node));
  }

  @Test
  void whileItsNodeIsPausedItReportsADriftAndRepairsItAfterwards() {
    web();
    AgentUnderTest agent = director();
    programmed(agent);
    String running = agent.dump();
    annotate("lb01", "lvsoperator.io/paused", "true");
    until("paused", () -> message(agent, "Paused").contains("no change waits"));
    agent.kernel.change(kernel -> kernel.ipvs.clear());
    String drifted = agent.dump();
    until("the drift is reported", () -> message(agent, "Paused").contains("ipvsadm -A"));
    pause(500);
    assertThat(agent.dump()).isEqualTo(drifted);
    annotate("lb01", "lvsoperator.io/paused", "false");
    until("repaired", () -> agent.dump().equals(running));
    until("no word of it", () -> agent.report().condition("Paused").isEmpty());
  }

  @Test
  void anAnnotationDrainsARealServerAndAnotherApplyOfItsSpecDoesNotEndThat() {
    web();
    AgentUnderTest agent = director();
    programmed(agent);
    until("it serves", () -> agent.dump().contains("-r 10.23.200.9:80 -m -w 1"));
    annotateRealServer("Draining");
    until("it drains", () -> agent.dump().contains("-r 10.23.200.9:80 -m -w 0"));
    api.client()
        .resource(
            Thing.realServer("rs09", "10.23.200.9")
                .with("spec.management", "External")
                .in("default")
                .object())
        .forceConflicts()
        .serverSideApply();
    pause(500);
    assertThat(agent.dump()).contains("-r 10.23.200.9:80 -m -w 0");
    annotateRealServer("InService");
    until("it serves again", () -> agent.dump().contains("-r 10.23.200.9:80 -m -w 1"));
  }

  private static String message(AgentUnderTest agent, String condition) {
    return agent.report().condition(condition).map(Condition::message).orElse("");
  }

  private void annotate(String node, String key, String value) {
    api.client()
        .nodes()
        .withName(node)
        .edit(
            found -> {
              found.getMetadata().setAnnotations(Map.of(key, value));
              return found;
            });
  }

  private void annotateRealServer(String state) {
    api.client()
        .resources(RealServer.class)
        .inNamespace("default")
        .withName("rs09")
        .edit(
            server -> {
              server.getMetadata().setAnnotations(Map.of("lvsoperator.io/state", state));
              return server;
            });
  }

  private Optional<Lease> lease() {
    return Optional.ofNullable(
        api.client().leases().inNamespace(Heartbeat.NAMESPACE).withName("lb01").get());
  }

  @Test
  void leavesTheControllersConditionAloneAndWritesNothingBecauseOfIt() {
    AgentUnderTest agent = director();
    applyAsController(
        "{type: AgentAlive, status: Unknown, reason: AgentSilent, message: '',"
            + " lastTransitionTime: '2026-11-22T10:00:00Z'}");
    assertThat(agent.report().agentIsSilent()).isTrue();
    pause(1000);
    int writes = agent.apiWrites.get();
    pause(1000);
    assertThat(agent.apiWrites).hasValue(writes);
    web();
    programmed(agent);
    assertThat(agent.report().agentIsSilent()).isTrue();
    assertThat(agent.report().condition("Ready")).isPresent();
    applyAsController("");
    assertThat(agent.report().condition("AgentAlive")).isEmpty();
    assertThat(agent.report().condition("Ready")).isPresent();
  }

  private void applyAsController(String conditions) {
    GenericKubernetesResource node =
        api.client()
            .getKubernetesSerialization()
            .unmarshal(
                """
                apiVersion: lvsoperator.io/v1alpha1
                kind: LvsNode
                metadata: {name: lb01}
                status: {conditions: [%s]}
                """
                    .formatted(conditions),
                GenericKubernetesResource.class);
    api.client()
        .genericKubernetesResources(ResourceDefinitionContext.fromResourceType(LvsNode.class))
        .resource(node)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("lvs-controller")
                .withForce(true)
                .build());
  }

  @Test
  void programsAServiceAndGivesItBack() {
    InMemoryKernel kernel = lb01();
    String start = kernel.dump();
    AgentUnderTest agent = agent("lb01", kernel).start().settled();
    web();
    programmed(agent);
    assertThat(agent.dump())
        .contains(
            "-A -t 10.23.21.180:80 -s wlc",
            "-a -t 10.23.21.180:80 -r 10.23.200.9:80 -m -w 1",
            "ip addr 10.23.21.180/32 dev eth0",
            "net.ipv4.conf.eth0.forwarding=1");
    NodeService report = agent.report().services().getFirst();
    assertThat(report.observedGeneration()).contains(1L);
    assertThat(report.destinations())
        .extracting(NodeDestination::address)
        .containsExactly("10.23.200.9");
    assertThat(agent.report().vips())
        .singleElement()
        .satisfies(vip -> assertThat(vip.use()).hasToString("Placed"));
    api.client().resources(LvsService.class).inNamespace("default").withName("web").delete();
    until("given back", () -> agent.dump().equals(start));
  }

  @Test
  void twoAgentsBringARealServerIntoRotation() {
    AgentUnderTest director = director();
    create(Thing.service("web"));
    create(Thing.realServer("rs01", "10.23.190.76"));
    until("it waits", () -> director.dump().contains("-r 10.23.190.76:80 -m -w 0"));
    AgentUnderTest realServer = agent("rs01", rs01()).start().settled();
    until("the return path", () -> realServer.dump().contains("ip rule pref"));
    until("it serves", () -> director.dump().contains("-r 10.23.190.76:80 -m -w 1"));
    assertThat(realServer.report().rolesSummary()).contains("RealServer");
    api.client().resources(RealServer.class).inNamespace("default").withName("rs01").delete();
    until("it has left", () -> !director.dump().contains("10.23.190.76"));
    until("its side is given back", () -> !realServer.dump().contains("ip rule pref"));
  }

  @Test
  void putsItsLvsNodeBackWhenSomebodyDeletesIt() {
    AgentUnderTest agent = director();
    String before = agent.lvsNode().orElseThrow().getMetadata().getUid();
    api.client().resources(LvsNode.class).withName("lb01").delete();
    until(
        "another LvsNode with a report",
        () ->
            agent
                .lvsNode()
                .filter(node -> !node.getMetadata().getUid().equals(before))
                .filter(node -> node.reported().bootID().isPresent())
                .isPresent());
    web();
    programmed(agent);
  }

  @Test
  void putsItsReportBackWhenSomebodyChangesIt() {
    AgentUnderTest agent = director();
    api.client()
        .resources(LvsNode.class)
        .withName("lb01")
        .subresource("status")
        .edit(
            node -> {
              node.setStatus(null);
              return node;
            });
    until("the report is back", () -> agent.report().bootID().isPresent());
  }

  @Test
  void writesNothingWhenNothingChanges() {
    web();
    AgentUnderTest agent = director();
    programmed(agent);
    pause(1500);
    int apiWrites = agent.apiWrites.get();
    int kernelWrites = agent.kernelWrites();
    String version = agent.lvsNode().orElseThrow().getMetadata().getResourceVersion();
    double passes = agent.meters.get("lvs.pass.duration").timer().count();
    pause(3000);
    assertThat((double) agent.meters.get("lvs.pass.duration").timer().count())
        .isGreaterThan(passes + 5);
    assertThat(agent.apiWrites).hasValue(apiWrites);
    assertThat(agent.kernelWrites()).isEqualTo(kernelWrites);
    assertThat(agent.lvsNode().orElseThrow().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void waitsForTheApiServerHoweverLongItTakes() {
    web();
    AgentUnderTest agent = agent("lb01", lb01());
    agent.agent.start();
    String start = agent.dump();
    pause(3000);
    assertThat(agent.agent.alive()).isTrue();
    assertThat(agent.agent.ready()).isFalse();
    assertThat(agent.dump()).isEqualTo(start);
    agent.gate.open();
    agent.settled();
    programmed(agent);
  }

  @Test
  void waitsForItsNode() {
    AgentUnderTest agent = agent("late", lb01());
    agent.start();
    pause(1500);
    assertThat(agent.agent.ready()).isFalse();
    assertThat(agent.lvsNode()).isEmpty();
    create(Thing.node("late", "10.23.21.184"));
    agent.settled();
  }

  @Test
  void repairsDriftWhileTheApiServerIsAway() {
    web();
    AgentUnderTest agent = director();
    programmed(agent);
    String running = agent.dump();
    agent.gate.close();
    agent.kernel.change(kernel -> kernel.ipvs.clear());
    until("repaired", () -> agent.dump().equals(running));
    agent.kernel.change(kernel -> kernel.addresses.removeIf(a -> a.address().equals(Cluster.VIP)));
    until("repaired again", () -> agent.dump().equals(running));
    assertThat(agent.agent.ready()).isTrue();
    assertThat(agent.agent.alive()).isTrue();
    agent.gate.open();
    until("the repair is reported", () -> agent.report().lastDriftRepaired().isPresent());
    create(Thing.realServer("rs10", "10.23.200.10").with("spec.management", "External"));
    until("changes arrive again", () -> agent.dump().contains("10.23.200.10:80"));
  }

  @Test
  void asksBeforeItTakesAVipAndYieldsToWhoeverHasIt() {
    InMemoryKernel kernel = lb01();
    kernel.neighbours.put(Cluster.VIP, MacAddress.parse("02:00:00:00:00:99"));
    AgentUnderTest agent = agent("lb01", kernel).start().settled();
    web();
    until(
        "the verdict",
        () -> agent.report().services().stream().anyMatch(s -> s.reason().equals("AddressInUse")));
    assertThat(agent.dump()).doesNotContain("10.23.21.180");
    agent.kernel.change(k -> k.neighbours.clear());
    programmed(agent);
    List<String> announced = agent.kernel.see(k -> List.copyOf(k.announced));
    assertThat(announced).isNotEmpty();
  }

  @Test
  void leavesTheKernelAsItIsWhenItEndsAndGoesOnAfterIt() {
    web();
    AgentUnderTest first = director();
    programmed(first);
    String running = first.dump();
    first.close();
    assertThat(first.dump()).isEqualTo(running);
    InMemoryKernel same = first.kernel.see(kernel -> kernel);
    int writes = first.kernelWrites();
    AgentUnderTest second = agent("lb01", same).start().settled();
    pause(500);
    assertThat(second.dump()).isEqualTo(running);
    assertThat(second.kernelWrites()).isEqualTo(writes);
  }

  @Test
  void touchesNothingForAnotherClusterThanTheJournals() {
    JournalStore journal = JournalStore.open(state.resolve("lb01"), JournalHeader.of(BOOT, "net"));
    journal.cluster("the uid of another cluster");
    journal.before(
        List.of(
            new Change.AdoptVirtualServer(
                new VirtualServerKey.Endpoint(Cluster.VIP, Protocol.TCP, 80))));
    web();
    AgentUnderTest agent = agent("lb01", lb01());
    String start = agent.dump();
    agent.start();
    pause(3000);
    assertThat(agent.agent.ready()).isFalse();
    assertThat(agent.dump()).isEqualTo(start);
  }

  private static String doubt(AgentUnderTest agent) {
    return agent.report().condition("ClusterKnown").map(c -> c.reason()).orElse("none");
  }

  @Test
  void aCrdThatIsDeletedTakesNothingWithIt() {
    web();
    AgentUnderTest agent = director();
    programmed(agent);
    String running = agent.dump();
    var definition =
        api.client()
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName("lvsservices.lvsoperator.io");
    definition.delete();
    try {
      until("the definition is gone", () -> definition.get() == null);
      until("it is said", () -> doubt(agent).equals("HeldBack"));
      pause(2000);
      assertThat(agent.dump()).isEqualTo(running);
      assertThat(agent.report().condition("ClusterKnown").orElseThrow().message())
          .contains("LvsService default/web: its definition is not established");
    } finally {
      api.install("lvsservices");
    }
    create(Thing.service("web"));
    until("all is known again", () -> doubt(agent).equals("none"));
    assertThat(agent.dump()).isEqualTo(running);
    api.client().resources(LvsService.class).inNamespace("default").withName("web").delete();
    until("a deletion is one again", () -> !agent.dump().contains("10.23.21.180"));
  }

  @Test
  void whatIsMissingAtTheFirstLookIsKept() {
    web();
    InMemoryKernel kernel = lb01();
    AgentUnderTest first = agent("lb01", kernel).start().settled();
    programmed(first);
    until("it is kept", () -> Files.exists(state.resolve("lb01/saved/intent.json")));
    String running = first.dump();
    open.remove(first);
    first.close();
    api.client().resources(LvsService.class).inNamespace("default").withName("web").delete();
    AgentUnderTest second = agent("lb01", kernel).start();
    until("it is said", () -> doubt(second).equals("HeldBack"));
    assertThat(second.dump()).isEqualTo(running);
    create(Thing.service("web"));
    until("all is known again", () -> doubt(second).equals("none"));
    assertThat(second.dump()).isEqualTo(running);
  }

  @Test
  void aNodeThatBootsPutsNothingUpThatIsGone() {
    web();
    AgentUnderTest first = agent("lb01", lb01()).start().settled();
    programmed(first);
    until("it is kept", () -> Files.exists(state.resolve("lb01/saved/intent.json")));
    open.remove(first);
    first.close();
    api.client().resources(LvsService.class).inNamespace("default").withName("web").delete();
    AgentUnderTest second =
        new AgentUnderTest(api, "lb01", "boot-2", lb01(), state.resolve("lb01"));
    open.push(second);
    second.start();
    until("ready", second.agent::ready);
    pause(1000);
    assertThat(second.dump()).doesNotContain("10.23.21.180");
  }

  private static HasMetadata rights(String user) {
    return new ClusterRoleBindingBuilder()
        .withNewMetadata()
        .withName(user)
        .endMetadata()
        .withNewRoleRef(RBAC, "ClusterRole", "cluster-admin")
        .addNewSubject(RBAC, "User", user, null)
        .build();
  }

  /** Takes rights away, and has watches begin again, for which they count. */
  private void take(HasMetadata rights, AgentUnderTest from) {
    api.client().resource(rights).delete();
    from.gate.close(); // a watch that runs is not ended by the API server
    from.gate.open();
  }

  @Test
  void anAgentThatLosesItsRightsChangesNothing() {
    web();
    HasMetadata rights = rights("an-agent");
    api.client().resource(rights).create();
    InMemoryKernel kernel = lb01();
    String running;
    try (AgentUnderTest agent =
        new AgentUnderTest(
            api, Optional.of("an-agent"), "lb01", BOOT, kernel, state.resolve("lb01"))) {
      agent.start().settled();
      programmed(agent);
      until("it is kept", () -> Files.exists(state.resolve("lb01/saved/intent.json")));
      running = agent.dump();
      take(rights, agent);
      pause(3000);
      assertThat(agent.dump()).isEqualTo(running);
    }
    try (AgentUnderTest again =
        new AgentUnderTest(
            api, Optional.of("an-agent"), "lb01", BOOT, kernel, state.resolve("lb01"))) {
      again.start();
      again.kernel.change(k -> k.ipvs.clear());
      until("it goes on from its disk", () -> again.dump().equals(running));
      assertThat(again.agent.ready()).isFalse();
    }
  }

  @Test
  void anAgentThatMayRenewItsLeaseAndNothingElseDoesNotLookAlive() {
    web();
    HasMetadata rights = rights("another-agent");
    api.client().resource(rights).create();
    created.add(
        api.client()
            .resource(
                new RoleBindingBuilder()
                    .withNewMetadata()
                    .withNamespace(Heartbeat.NAMESPACE)
                    .withName("another-agents-lease")
                    .endMetadata()
                    .withNewRoleRef(RBAC, "ClusterRole", "cluster-admin")
                    .addNewSubject(RBAC, "User", "another-agent", null)
                    .build())
            .create());
    AgentUnderTest agent =
        new AgentUnderTest(
            api, Optional.of("another-agent"), "lb01", BOOT, lb01(), state.resolve("lb01"));
    open.push(agent);
    agent.start().settled();
    programmed(agent);
    String running = agent.dump();
    take(rights, agent);
    until("its Lease says no more that it is alive", () -> !isRenewedWithin(6000));
    assertThat(agent.dump()).isEqualTo(running);
    created.add(api.client().resource(rights).create());
    until("it sees the cluster again", () -> isRenewedWithin(1500));
  }

  private boolean isRenewedWithin(long millis) {
    Optional<ZonedDateTime> before = lease().map(l -> l.getSpec().getRenewTime());
    pause(millis);
    return !before.equals(lease().map(l -> l.getSpec().getRenewTime()));
  }

  @Test
  void anAgentOfAnotherNameLeavesWhatStands() {
    web();
    InMemoryKernel kernel = lb01();
    AgentUnderTest first = agent("lb01", kernel).start().settled();
    programmed(first);
    until("it is kept", () -> Files.exists(state.resolve("lb01/saved/intent.json")));
    String running = first.dump();
    open.remove(first);
    first.close();
    create(Thing.node("renamed", "10.23.21.184"));
    AgentUnderTest renamed =
        new AgentUnderTest(api, "renamed", BOOT, kernel, state.resolve("lb01"));
    open.push(renamed);
    renamed.start();
    pause(3000);
    assertThat(renamed.dump()).isEqualTo(running);
    assertThat(renamed.agent.ready()).isFalse();
  }

  @Test
  void aNodesNameMayHave253Characters() {
    String name = ("n".repeat(62) + ".").repeat(4).substring(0, 252) + "x";
    create(Thing.node(name, "10.23.21.184"));
    assertThat(agent(name, lb01()).start().settled().report().bootID()).contains(BOOT);
  }

  @Test
  void nothingIsWantedOfANodeThatNobodyNames() {
    web();
    InMemoryKernel kernel = rs01();
    String start = kernel.dump();
    AgentUnderTest agent = agent("rs01", kernel).start().settled();
    assertThat(agent.dump()).isEqualTo(start);
    assertThat(agent.journal.ownership()).isEqualTo(Ownership.NONE);
  }
}
