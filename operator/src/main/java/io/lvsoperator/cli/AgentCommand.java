package io.lvsoperator.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.lvsoperator.agent.Agent;
import io.lvsoperator.agent.NodeFacts;
import io.lvsoperator.agent.Setup;
import io.lvsoperator.agent.Timing;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.journal.Owners;
import io.lvsoperator.journal.StateFile;
import io.lvsoperator.linux.LinuxKernel;
import io.lvsoperator.metrics.HttpEndpoints;
import io.lvsoperator.metrics.KernelMetrics;
import io.lvsoperator.metrics.PassMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code agent}: runs until it is told to end, and leaves the kernel as it is then. */
@Command(
    name = "agent",
    description = "Makes this node play its part as director, real server or both.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class AgentCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(AgentCommand.class);

  @Option(
      names = "--node-name",
      paramLabel = "NAME",
      description = "The name of this machine's Node (kubectl get nodes).")
  private Optional<String> named = Optional.empty();

  @Spec private CommandSpec spec;
  @Mixin private KubeOptions kube;
  @Mixin private StateOptions state;
  @Mixin private SavedOptions saved;
  @Mixin private MarkOptions marks;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9441",
      converter = HttpAddress.class,
      description = "Where /livez, /readyz and /metrics are. Default: ${DEFAULT-VALUE}")
  private InetSocketAddress http;

  private String nodeName;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicReference<Running> running = new AtomicReference<>();

  /** What runs once lock, journal and kernel are there. */
  private record Running(Agent agent, KernelMetrics metrics) {}

  @Override
  public Integer call() throws InterruptedException {
    nodeName = Required.option(spec, "--node-name", named);
    KubernetesClient client = kube.client();
    LOG.info("agent {} of node {} starts", Version.text(), nodeName);
    serve();
    Path directory = state.directory();
    String holder = NodeLock.holder("agent of node " + nodeName);
    NodeLock lock = Patience.until(() -> NodeLock.tryTake(directory, holder));
    JournalStore journal =
        Patience.until("the journal", () -> JournalStore.open(directory, Host.header()));
    journal.voided().ifPresent(v -> sayVoid(journal, v.why()));
    LinuxKernel kernel = Patience.until("the kernel", () -> LinuxKernel.open(journal));
    journal.kernelKeepsProtocol(kernel.kernel().addresses().keepsProtocol());
    start(client, journal, kernel);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(client, kernel, lock), "end"));
    new CountDownLatch(1).await();
    return 0;
  }

  private void start(KubernetesClient client, JournalStore journal, LinuxKernel kernel) {
    Owners owners = new Owners(new StateFile(state.directory(), Owners.FILE));
    owners.read();
    NodeFacts facts =
        new NodeFacts(
            nodeName, Host.machineId(), Host.bootId(), Host.kernelRelease(), Version.text());
    Agent agent =
        new Agent(
            new Setup(
                facts,
                client,
                kernel.kernel(),
                kernel.events(),
                journal,
                owners,
                saved.file(),
                saved.memory(state.directory(), facts),
                marks.options(),
                Timing.DEFAULT,
                Clock.systemUTC(),
                new PassMetrics(registry, Version.text()),
                MicrometerMetrics.withoutPerResourceMetrics(registry)));
    KernelMetrics metrics = new KernelMetrics(registry, kernel.kernel().ipvs(), agent::directed);
    running.set(new Running(agent, metrics));
    agent.start();
  }

  private void serve() {
    HttpServing.inBackground(
        http,
        new HttpEndpoints.Content(
            () -> now().map(r -> r.agent().alive()).orElse(true), // waiting is alive
            () -> now().filter(r -> r.agent().ready()).isPresent(),
            registry,
            () -> now().ifPresent(r -> r.metrics().refresh())));
  }

  private Optional<Running> now() {
    return Optional.ofNullable(running.get());
  }

  private static void sayVoid(JournalStore journal, String why) {
    LOG.warn(
        "the journal {} is void and was moved aside: {}. What it listed is not known to be ours"
            + " any more; a virtual server on a VIP with our label is adopted",
        journal.path(),
        why);
  }

  private void end(KubernetesClient client, LinuxKernel kernel, NodeLock lock) {
    now().ifPresent(r -> r.agent().close());
    kernel.close();
    lock.close();
    client.close();
  }
}
