package io.lvsoperator.agent;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.ConditionStatus;
import io.lvsoperator.api.v1alpha1.ConditionTypes;
import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeKernel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The report of a node that was given back: nothing of ours is in its kernel. Real servers keep
 * what they have until a director says so.
 */
public final class GivenBack {
  private GivenBack() {}

  /**
   * Writes the report, in the agent's place.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses, or is
   *     away
   */
  public static void publish(KubernetesClient client, NodeFacts facts, Instant now) {
    new OwnLvsNode(client, facts.nodeName()).write(status(facts, now));
  }

  static LvsNodeStatus status(NodeFacts facts, Instant now) {
    LvsNodeStatus none = LvsNodeStatus.empty();
    Condition ready =
        new Condition(
            ConditionTypes.READY,
            Lenient.of(ConditionStatus.FALSE),
            Optional.empty(),
            now,
            ConditionReasons.GIVEN_BACK,
            "cleanup gave this node back as it was found, and no agent runs there");
    return new LvsNodeStatus(
        none.observedGeneration(),
        Optional.of(facts.bootId()),
        Optional.of(facts.agentVersion()),
        none.roles(),
        none.rolesSummary(),
        Optional.of("0/0"),
        none.interfaces(),
        none.nextHops(),
        none.vips(),
        none.services(),
        Optional.of(new NodeKernel(Optional.of(facts.kernelRelease()), List.of())),
        List.of(ready),
        none.ipvsOptions(),
        none.lastDriftRepaired(),
        none.omitted());
  }
}
