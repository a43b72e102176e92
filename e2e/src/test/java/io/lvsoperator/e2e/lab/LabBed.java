package io.lvsoperator.e2e.lab;

import io.lvsoperator.e2e.bed.ApiServer;
import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Daemon;
import io.lvsoperator.e2e.bed.Kubectl;
import io.lvsoperator.e2e.bed.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The lab as a bed: boots everything, and ends everything when closed. */
public final class LabBed implements Bed, AutoCloseable {

  private static final Duration DESCRIPTION = Duration.ofSeconds(60);

  private final Settings settings;
  private final Children children;
  private final Kernel kernel;
  private final ControlPlane controlPlane;
  private final Kubectl kubectl;
  private final Map<String, LabNode> nodes = new LinkedHashMap<>();
  private final Map<String, NodeAgent> agents = new LinkedHashMap<>();
  private final LocalController controller;
  private final Progress progress = new Progress();
  private Optional<AgentPackage> product = Optional.empty();

  private LabBed(Settings settings) {
    this.settings = settings;
    emptyFolder(settings.folder());
    children = new Children(settings.folder());
    kernel = progress.step("boot the lab's kernel", () -> Kernel.boot(settings, children));
    controlPlane = new ControlPlane(settings, children, kernel.hostAddress());
    controlPlane.begin();
    Topology topology = new Topology(kernel, settings);
    progress.step("wire up the nodes", topology::build);
    progress.step("wait for the API server", controlPlane::awaitReady);
    kubectl =
        new LabKubectl(
            settings.kubernetes().resolve("kubectl"),
            controlPlane.adminKubeconfig(),
            settings.folder());
    for (Topology.Machine machine : topology.machines()) {
      LabNode node =
          new LabNode(machine.name(), machine.address(), kernel.labd(), settings.labd().toString());
      nodes.put(machine.name(), node);
      if (machine.inCluster()) {
        agents.put(
            machine.name(),
            new NodeAgent(
                node,
                () -> product().command(),
                () -> controlPlane.adminKubeconfig(kernel.hostAddress()),
                settings.folder()));
      }
    }
    controller =
        new LocalController(
            settings, children, () -> product().command(), controlPlane::adminKubeconfig);
    progress.step("create the Nodes", () -> createObjects(topology));
  }

  /** Boots a lab with what the setup scripts found; no agent runs yet. */
  public static LabBed boot() {
    return new LabBed(Settings.fromEnvironment());
  }

  private void createObjects(Topology topology) {
    String bootId = node("lb01").sh("cat /proc/sys/kernel/random/boot_id");
    kubectl.runWith(Cluster.nodes(topology.machines(), bootId), "create", "-f", "-").orFail();
    Path crds = settings.repository().resolve("crds");
    if (Files.exists(crds.resolve("kustomization.yaml"))) {
      kubectl.run("apply", "--server-side", "-k", crds.toString()).orFail();
      kubectl.run("wait", "--for=condition=Established", "--timeout=30s", "crd", "--all").orFail();
    }
  }

  private AgentPackage product() {
    return product.orElseThrow(
        () -> new IllegalStateException("the product is not packaged: run mvn package"));
  }

  /**
   * Starts the controller and the agents of some nodes side by side and waits until all are ready.
   */
  public void startProduct(String... agentNodes) {
    AgentPackage packaged = AgentPackage.of(settings);
    product = Optional.of(packaged);
    if (packaged.untrained()) {
      progress.step("make the agent's AOT cache", () -> train(packaged));
    }
    progress.step("start controller and agents", () -> startAll(List.of(agentNodes)));
  }

  private void train(AgentPackage packaged) {
    String name = "training";
    kubectl.runWith(
        "{apiVersion: v1, kind: Node, metadata: {name: " + name + "}}", "create", "-f", "-");
    packaged.train(children, controlPlane.adminKubeconfig(), name);
    kubectl.run("delete", "lvsnode,node", name, "--ignore-not-found");
  }

  private void startAll(List<String> agentNodes) {
    controller.start();
    agentNodes.forEach(name -> agent(name).start());
    Duration limit = Duration.ofSeconds(60L * settings.slowness());
    Stream.concat(Stream.of(controller), agentNodes.stream().map(this::agent))
        .forEach(daemon -> awaitReady(daemon, limit));
  }

  private static void awaitReady(Daemon daemon, Duration limit) {
    if (!Pause.until(limit, () -> !daemon.running() || daemon.ready()) || !daemon.running()) {
      throw new IllegalStateException(
          "agent or controller is not ready after %s; its log:%n%s".formatted(limit, daemon.log()));
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

  @Override
  public Daemon agent(String node) {
    return Optional.ofNullable(agents.get(node))
        .orElseThrow(
            () ->
                new IllegalArgumentException("no agent on " + node + ", only " + agents.keySet()));
  }

  @Override
  public Daemon controller() {
    return controller;
  }

  @Override
  public ApiServer apiServer() {
    return controlPlane;
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
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("empty " + folder, e);
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
