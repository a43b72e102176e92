package io.lvsoperator.agent;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.lvsoperator.journal.IntentFile;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.journal.Owners;
import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.kernel.KernelEvents;
import io.lvsoperator.metrics.PassMetrics;
import io.lvsoperator.plan.PlanOptions;
import java.time.Clock;

/**
 * What an agent works with.
 *
 * @param facts what it says about itself
 * @param client speaks to the API server; not closed by the agent
 * @param kernel the ports of its network namespace
 * @param events what the kernel tells without being asked
 * @param journal what is ours; locked by whoever opened it
 * @param owners whose each entry is
 * @param saved what this node knew of the cluster last
 * @param memory what it remembers of the agents' protocol
 * @param options the numbers that the node lends us
 * @param timing how often it does things
 * @param clock the time
 * @param passMetrics counts what passes do
 * @param operatorMetrics counts what JOSDK does
 */
public record Setup(
    NodeFacts facts,
    KubernetesClient client,
    Kernel kernel,
    KernelEvents events,
    JournalStore journal,
    Owners owners,
    IntentFile saved,
    MemoryStore memory,
    PlanOptions options,
    Timing timing,
    Clock clock,
    PassMetrics passMetrics,
    Metrics operatorMetrics) {}
