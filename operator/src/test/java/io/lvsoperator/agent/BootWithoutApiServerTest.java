package io.lvsoperator.agent;

import static io.lvsoperator.agent.AgentUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.lvsoperator.journal.IntentFile;
import io.lvsoperator.journal.JournalHeader;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.journal.Owners;
import io.lvsoperator.journal.StateFile;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.metrics.PassMetrics;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.plan.PlanOptions;
import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that starts while nobody answers at the API server's address. */
class BootWithoutApiServerTest {
  private static final Timing QUICK =
      new Timing(
          Duration.ofMillis(50),
          Duration.ofMillis(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(
              new ConfigBuilder()
                  .withAutoConfigure(false)
                  .withMasterUrl("http://127.0.0.1:1") // tcpmux: refused
                  .withRequestRetryBackoffLimit(0)
                  .build())
          .build();
  private final InMemoryKernel memory =
      new InMemoryKernel().eth0("02:00:00:00:00:01", "10.23.21.184/16");
  private final LockedKernel kernel = new LockedKernel(memory);
  @TempDir Path state;
  private Agent agent;

  @AfterEach
  void end() {
    if (agent != null) {
      agent.close();
    }
    client.close();
  }

  private IntentFile file() {
    return new IntentFile(StateFile.durable(state, IntentFile.FILE));
  }

  private static World running() {
    return World.tutorial()
        .with(
            Thing.of("Namespace", "kube-system").with("metadata.uid", "cluster"),
            Thing.service("web"),
            Thing.realServer("vm", "10.23.9.9").with("spec.management", "External"));
  }

  private void save(World world) {
    List<HasMetadata> objects = world.things().stream().map(Thing::object).toList();
    String text =
        new SavedCluster(objects, world.translate().lastAccepted())
            .text(client.getKubernetesSerialization());
    file().write(new IntentFile.Header("cluster", "machine", "lb01"), text);
  }

  private void start(String bootId) {
    JournalStore journal = JournalStore.open(state, JournalHeader.of(bootId, "net"));
    agent =
        new Agent(
            new Setup(
                new NodeFacts("lb01", "machine", bootId, "6.12.0", "test"),
                client,
                kernel.ports(),
                _ -> () -> {},
                journal,
                new Owners(new StateFile(state, Owners.FILE)),
                file(),
                new MemoryStore(
                    new IntentFile(StateFile.durable(state.resolve("saved"), MemoryStore.FILE)),
                    new IntentFile(new StateFile(state, MemoryStore.FILE)),
                    new NodeFacts("lb01", "machine", bootId, "6.12.0", "test")),
                PlanOptions.DEFAULT,
                QUICK,
                Clock.systemUTC(),
                new PassMetrics(new SimpleMeterRegistry(), "test"),
                Metrics.NOOP));
    agent.start();
  }

  private String dump() {
    return kernel.see(InMemoryKernel::dump);
  }

  private static void pause() {
    AgentUnderTest.pause(3_000); // at least two failed tries and many ticks
  }

  @Test
  void aBootProgramsWhatWasKnownLast() {
    save(running());
    start("boot-2");
    until("the VIP", () -> dump().contains("ip addr 10.23.21.180/32 dev eth0"));
    assertThat(dump()).contains("-a -t 10.23.21.180:80 -r 10.23.9.9:80 -m -w 1");
    assertThat(agent.ready()).as("has seen the cluster").isFalse();
  }

  @Test
  void withoutAFileNothingIsDone() {
    String before = dump();
    start("boot-2");
    pause();
    assertThat(dump()).isEqualTo(before);
  }

  @Test
  void aDamagedFileIsNotUsedByHalf() throws Exception {
    save(running());
    Path path = state.resolve(IntentFile.FILE);
    Files.writeString(path, Files.readString(path).replace("10.23.9.9", "10.23.9.8"));
    String before = dump();
    start("boot-2");
    pause();
    assertThat(dump()).isEqualTo(before);
  }

  @Test
  void afterAMereRestartWhatStandsStaysAlthoughTheFileDoesNotKnowIt() {
    save(running());
    start("boot-2");
    until("the VIP", () -> dump().contains("ip addr 10.23.21.180/32 dev eth0"));
    String standing = dump();
    agent.close();
    save(
        World.tutorial()
            .with(Thing.of("Namespace", "kube-system").with("metadata.uid", "cluster")));
    start("boot-2");
    pause();
    assertThat(dump()).isEqualTo(standing);
  }

  @Test
  void afterAMereRestartWhatIsMissingComesBack() {
    save(running());
    start("boot-2");
    until("the VIP", () -> dump().contains("ip addr 10.23.21.180/32 dev eth0"));
    String standing = dump();
    agent.close();
    kernel.change(
        k -> k.addresses.removeIf(a -> a.address().equals(IpAddress.parse("10.23.21.180"))));
    assertThat(dump()).isNotEqualTo(standing);
    start("boot-2");
    until("the VIP again", () -> dump().equals(standing));
  }
}
