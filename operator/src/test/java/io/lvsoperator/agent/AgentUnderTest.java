package io.lvsoperator.agent;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.lvsoperator.Gate;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.journal.IntentFile;
import io.lvsoperator.journal.JournalHeader;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.journal.Owners;
import io.lvsoperator.journal.StateFile;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.kernel.KernelEvents;
import io.lvsoperator.metrics.PassMetrics;
import io.lvsoperator.plan.PlanOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** An agent with a kernel in memory, a journal on disk and a gate before the API server. */
final class AgentUnderTest implements AutoCloseable {
  private static final Timing QUICK =
      new Timing(
          Duration.ofMillis(200),
          Duration.ofMillis(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(10),
          Duration.ofMillis(300),
          Duration.ofSeconds(2));

  final LockedKernel kernel;
  final Gate gate;
  final AtomicInteger apiWrites = new AtomicInteger();
  final JournalStore journal;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Agent agent;
  private final KubernetesClient client;
  private final ApiServer api;
  private final String name;

  AgentUnderTest(ApiServer api, String name, String bootId, InMemoryKernel memory, Path state) {
    this(api, Optional.empty(), name, bootId, memory, state);
  }

  AgentUnderTest(
      ApiServer api,
      Optional<String> user,
      String name,
      String bootId,
      InMemoryKernel memory,
      Path state) {
    this.api = api;
    this.name = name;
    this.kernel = new LockedKernel(memory);
    this.gate = new Gate(api.port());
    this.client = api.through(gate, user, apiWrites);
    this.journal = JournalStore.open(state, JournalHeader.of(bootId, "net"));
    this.agent =
        new Agent(
            new Setup(
                new NodeFacts(name, "machine", bootId, "6.12.0", "test"),
                client,
                kernel.ports(),
                silence(),
                journal,
                new Owners(new StateFile(state, Owners.FILE)),
                new IntentFile(StateFile.durable(state.resolve("saved"), IntentFile.FILE)),
                new MemoryStore(
                    new IntentFile(StateFile.durable(state.resolve("saved"), MemoryStore.FILE)),
                    new IntentFile(new StateFile(state, MemoryStore.FILE)),
                    new NodeFacts(name, "machine", bootId, "6.12.0", "test")),
                PlanOptions.DEFAULT,
                QUICK,
                Clock.systemUTC(),
                new PassMetrics(meters, "test"),
                Metrics.NOOP));
  }

  /** A kernel that never says anything by itself, as ipvs does. */
  private static KernelEvents silence() {
    return listener -> () -> {};
  }

  AgentUnderTest start() {
    gate.open();
    agent.start();
    return this;
  }

  String dump() {
    return kernel.see(InMemoryKernel::dump);
  }

  int kernelWrites() {
    return kernel.see(InMemoryKernel::writes);
  }

  Optional<LvsNode> lvsNode() {
    return Optional.ofNullable(api.client().resources(LvsNode.class).withName(name).get());
  }

  LvsNodeStatus report() {
    return lvsNode().map(LvsNode::reported).orElse(LvsNodeStatus.empty());
  }

  /** Waits until the agent has done its first pass and has reported it. */
  AgentUnderTest settled() {
    until("ready", agent::ready);
    until("a report", () -> report().bootID().isPresent());
    return this;
  }

  /** Waits for at most 30 s. */
  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within 30 s: " + what);
      }
      pause(50);
    }
  }

  static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    agent.close();
    gate.close();
    client.close();
  }
}
