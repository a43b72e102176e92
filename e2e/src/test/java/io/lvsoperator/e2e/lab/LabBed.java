package io.lvsoperator.e2e.lab;

import io.lvsoperator.e2e.bed.ApiServer;
import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Claims;
import io.lvsoperator.e2e.bed.Daemon;
import io.lvsoperator.e2e.bed.Kubectl;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.NodeState;
import io.lvsoperator.e2e.bed.OtherCluster;
import io.lvsoperator.e2e.bed.Result;
import io.lvsoperator.e2e.bed.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The lab as a bed: boots everything, and ends everything when closed. */
public final class LabBed implements Bed, AutoCloseable {

  private static final Duration DESCRIPTION = Duration.ofSeconds(60);

  /**
   * Long: where two emulated labs share two processors, a start beside other work takes minutes.
   */
  private static final Duration START = Duration.ofSeconds(120);

  private static final Duration LAST_ANSWER = Duration.ofMillis(100);

  private final Settings settings;
  private final Children children;
  private final Kernel kernel;
  private final ControlPlane controlPlane;
  private final Topology topology;
  private final Kubectl kubectl;
  private final Map<String, LabNode> nodes = new LinkedHashMap<>();
  private final LabNode lanSwitch;
  private final Map<String, NodeAgent> agents = new LinkedHashMap<>();
  private final LocalController controller;
  private final Progress progress = new Progress();
  private final Map<String, NodeState> pristine = new LinkedHashMap<>();

  /** Nodes that have booted and whose kubelets have not said so. */
  private final Set<String> unreported = new LinkedHashSet<>();

  private Optional<AgentPackage> product = Optional.empty();

  private LabBed(Settings settings) {
    this.settings = settings;
    emptyFolder(settings.folder());
    children = new Children(settings.folder());
    kernel = progress.step("boot the lab's kernel", () -> Kernel.boot(settings, children));
    controlPlane = new ControlPlane(settings, children, kernel.hostAddress(), "control-plane");
    controlPlane.begin();
    topology = new Topology(kernel, settings);
    progress.step("wire up the nodes", topology::build);
    progress.step("wait for the API server", controlPlane::awaitReady);
    kubectl =
        new LabKubectl(
            settings.kubernetes().resolve("kubectl"),
            controlPlane.adminKubeconfig(),
            settings.folder());
    for (Machine machine : topology.machines()) {
      node(machine);
      if (machine.inCluster()) {
        agents.put(
            machine.name(),
            agent(
                machine.name(),
                machine.name(),
                () ->
                    controlPlane.nodeKubeconfig(
                        "agent-" + machine.name(), agentsToken(kubectl, machine.name()))));
      }
    }
    node(topology.router());
    lanSwitch = new LabNode(Topology.SWITCH, "", "", kernel.labd(), settings.labd().toString());
    controller =
        new LocalController(
            settings,
            children,
            () -> product().command(),
            () -> controlPlane.localKubeconfig("controller", token(kubectl, "lvs-controller")));
    progress.step("create the Nodes", this::createObjects);
  }

  private LabNode node(Machine machine) {
    LabNode node =
        new LabNode(
            machine.name(),
            machine.address(),
            machine.address6(),
            kernel.labd(),
            settings.labd().toString());
    nodes.put(machine.name(), node);
    return node;
  }

  /** Boots a lab with what the setup scripts found; no agent runs yet. */
  public static LabBed boot() {
    return new LabBed(Settings.fromEnvironment());
  }

  private void createObjects() {
    populate(kubectl, topology.machines());
  }

  private void populate(Kubectl there, List<Machine> machines) {
    there.runWith(Cluster.nodes(machines, this::bootId), "create", "-f", "-").orFail();
    String base = settings.repository().resolve("deploy/base").toString();
    there.run("apply", "--server-side", "-k", base).orFail();
    there.run("wait", "--for=condition=Established", "--timeout=30s", "crd", "--all").orFail();
  }

  private String bootId(String node) {
    return node(node).sh("cat /proc/sys/kernel/random/boot_id");
  }

  /** Names the Node, as the token of a pod there does: without that an agent may write nothing. */
  private static String agentsToken(Kubectl there, String node) {
    return token(there, "lvs-agent", "--bound-object-kind=Node", "--bound-object-name=" + node);
  }

  private static String token(Kubectl there, String serviceAccount, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of("create", "token", serviceAccount, "--namespace=lvs-system", "--duration=24h"));
    command.addAll(List.of(more));
    return there.run(command.toArray(String[]::new)).orFail().strip();
  }

  private AgentPackage product() {
    return product.orElseThrow(
        () -> new IllegalStateException("the product has not been started: startProduct does it"));
  }

  /**
   * Makes sure that the controller and the agents of some nodes run, with the rights that
   * deploy/base gives them; starts side by side what does not, and waits until all are ready.
   */
  public void startProduct(String... agentNodes) {
    if (product.isEmpty()) {
      agents.keySet().forEach(name -> pristine.put(name, NodeState.of(node(name))));
      AgentPackage packaged = AgentPackage.of(settings);
      if (packaged.untrained()) {
        progress.step("make the agent's AOT cache", () -> train(packaged));
      }
      product = Optional.of(packaged);
    }
    List<Daemon> missing =
        Stream.concat(Stream.of(agentNodes).map(this::agent), Stream.of(controller))
            .filter(daemon -> !daemon.running())
            .toList();
    if (!missing.isEmpty()) {
      progress.step("start " + missing, () -> start(missing));
    }
  }

  /** With objects of every mode, so that what an agent needs for its first pass is in it too. */
  private void train(AgentPackage packaged) {
    String name = "training";
    String samples = "--filename=" + settings.repository().resolve("crds/samples");
    kubectl
        .runWith(
            """
            apiVersion: v1
            kind: Node
            metadata:
              name: %s
              labels: {lvs.node-restriction.kubernetes.io/director: "true"}
            """
                .formatted(name),
            "create",
            "-f",
            "-")
        .orFail();
    kubectl.run("apply", samples).orFail();
    packaged.train(children, controlPlane.localKubeconfig(name, agentsToken(kubectl, name)), name);
    kubectl.run("delete", samples, "--ignore-not-found").orFail();
    kubectl.run("delete", "lvsnode,node", name, "--ignore-not-found").orFail();
  }

  private void start(List<Daemon> daemons) {
    daemons.forEach(Daemon::start);
    daemons.forEach(daemon -> awaitReady(daemon, patience(START)));
  }

  /**
   * Deletes every custom resource and waits until the nodes are as they were before the product was
   * started.
   */
  public void reset() {
    List.copyOf(unreported).forEach(this::reportBoot);
    kubectl
        .run("delete", "lvsservices,realservers", "--all", "--all-namespaces", "--wait=false")
        .orFail();
    boolean given =
        Pause.until(
            patience(Duration.ofSeconds(20)),
            patience(Duration.ofMillis(500)),
            () -> different().isEmpty());
    kubectl.run("delete", "directorgroups", "--all", "--wait=false").orFail();
    if (!given) {
      System.out.println("   not as they were before: " + different());
    }
  }

  /** The nodes whose state is not what it was before the product was started. */
  private List<String> different() {
    return agents.entrySet().stream()
        .filter(entry -> entry.getValue().running())
        .map(Map.Entry::getKey)
        .filter(name -> !NodeState.of(node(name)).changes(pristine.get(name)).isEmpty())
        .toList();
  }

  private void awaitReady(Daemon daemon, Duration limit) {
    Pause.until(limit, patience(Duration.ofMillis(200)), () -> daemon.ready() || !daemon.running());
    if (!daemon.running()) {
      throw new IllegalStateException("%s has ended:%n%s".formatted(daemon, daemon.log()));
    }
    if (!daemon.ready()) {
      throw new IllegalStateException(
          "%s is not ready after %s:%n%s".formatted(daemon, limit, daemon.log()));
    }
  }

  @Override
  public Node node(String name) {
    return Optional.ofNullable(nodes.get(name))
        .orElseThrow(
            () -> new IllegalArgumentException("no node " + name + " among " + nodes.keySet()));
  }

  @Override
  public List<Node> nodes() {
    return List.copyOf(nodes.values());
  }

  /** A guest's modules lie where only the program knows that the kernel itself asks. */
  @Override
  public void loadModule(String name) {
    kernel
        .labd()
        .exec(
            "",
            DESCRIPTION,
            "",
            List.of("/bin/sh", "-c", "$(cat /proc/sys/kernel/modprobe) \"$0\"", name))
        .orFail();
  }

  @Override
  public Running<Claims> claims(String address) {
    Node asking = node("near");
    String own = address.contains(":") ? asking.address6() : asking.address();
    Running<String> listening = lanSwitch.going("listening", text -> text, "claims", address);
    Running<String> asked =
        ((LabNode) asking)
            .going("asking", text -> text, "ask", "--address", address, "--from", own);
    return new Running<>() {
      private Optional<Claims> outcome = Optional.empty();

      @Override
      public Claims stop() {
        if (outcome.isEmpty()) {
          String asker = asked.stop();
          // Who was asked last may still answer.
          Pause.millis(patience(LAST_ANSWER).toMillis());
          outcome = Optional.of(Claims.parse(listening.stop(), asker, Topology.PORT));
        }
        return outcome.get();
      }
    };
  }

  @Override
  public Daemon agent(String node) {
    return Optional.ofNullable(agents.get(node))
        .orElseThrow(
            () ->
                new IllegalArgumentException("no agent on " + node + ", only " + agents.keySet()));
  }

  @Override
  public Result tool(String node, String... arguments) {
    List<String> command = new ArrayList<>(product().command());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--state-dir", NodeAgent.STATE));
    if (arguments[0].equals("cleanup")) {
      command.addAll(List.of("--saved-dir", NodeAgent.SAVED));
    }
    return node(node).run(command.toArray(String[]::new));
  }

  @Override
  public void boot(String... names) {
    progress.step(
        "boot " + List.of(names),
        () -> topology.boot(Stream.of(names).map(this::machine).toList()));
    for (String name : names) {
      agents.get(name).died();
      unreported.add(name);
      pristine.put(name, NodeState.of(node(name)));
    }
  }

  private Machine machine(String name) {
    return topology.machines().stream()
        .filter(m -> m.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Daemon agentAs(String machine, String nodeName) {
    return agent(
        machine,
        nodeName,
        () -> controlPlane.nodeKubeconfig("agent-" + nodeName, agentsToken(kubectl, nodeName)));
  }

  private NodeAgent agent(String machine, String nodeName, Supplier<Path> kubeconfig) {
    return new NodeAgent(
        nodes.get(machine), nodeName, () -> product().command(), kubeconfig, settings.folder());
  }

  @Override
  public OtherCluster otherCluster(String node) {
    ControlPlane plane = new ControlPlane(settings, children, kernel.hostAddress(), "other");
    plane.begin();
    plane.awaitReady();
    Kubectl there =
        new LabKubectl(
            settings.kubernetes().resolve("kubectl"), plane.adminKubeconfig(), settings.folder());
    populate(there, List.of(machine(node)));
    Daemon agent =
        agent(node, node, () -> plane.nodeKubeconfig("agent-" + node, agentsToken(there, node)));
    return new OtherCluster() {
      @Override
      public Daemon agent() {
        return agent;
      }

      @Override
      public void close() {
        plane.end();
      }
    };
  }

  @Override
  public void reportBoot(String node) {
    String status = "{\"status\":{\"nodeInfo\":{\"bootID\":\"%s\"}}}".formatted(bootId(node));
    kubectl
        .run("patch", "node", node, "--subresource=status", "--type=merge", "-p", status)
        .orFail();
    unreported.remove(node);
  }

  @Override
  public void registerAgain(String node) {
    int index = topology.machines().indexOf(machine(node));
    kubectl.runWith(Cluster.node(machine(node), bootId(node), index), "create", "-f", "-").orFail();
    agents.get(node).renewIdentity();
  }

  @Override
  public Daemon controller() {
    return controller;
  }

  @Override
  public ApiServer apiServer() {
    return controlPlane;
  }

  /** The API with all rights, for whoever counts in milliseconds and cannot start kubectl. */
  public ApiAccess apiAccess() {
    String name = "bench";
    kubectl.run("create", "serviceaccount", name, "--namespace=lvs-system").orFail();
    kubectl
        .run(
            "create",
            "clusterrolebinding",
            name,
            "--clusterrole=cluster-admin",
            "--serviceaccount=lvs-system:" + name)
        .orFail();
    return controlPlane.access(token(kubectl, name));
  }

  /** Looks at the ipvs table of a node every two milliseconds. */
  public IpvsWatch watchIpvs(String node) {
    Labd.Session session =
        kernel
            .labd()
            .start(node, Duration.ofHours(2), List.of(settings.labd().toString(), "ipvs-await"));
    session.awaitOutput("ready");
    return new IpvsWatch(session);
  }

  /** The lab's program in the nodes. */
  public String program() {
    return settings.labd().toString();
  }

  @Override
  public Kubectl kubectl() {
    return kubectl;
  }

  @Override
  public Duration patience(Duration onFastMachine) {
    return onFastMachine.multipliedBy(settings.slowness());
  }

  @Override
  public void describeTo(Path folder) {
    new Description(folder, this, settings.folder(), DESCRIPTION).write();
  }

  static void emptyFolder(Path folder) {
    try {
      delete(folder);
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("empty " + folder, e);
    }
  }

  /** Deletes a folder with everything in it, if it is there. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Ends everything that was started. */
  @Override
  public void close() {
    try {
      kernel.close();
    } finally {
      children.close();
    }
  }
}
