package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What a node has and does; written by that node's agent, but for the condition {@link
 * ConditionTypes#AGENT_ALIVE}, which the controller writes.
 *
 * @param observedGeneration the LvsNode's generation that the conditions were found for
 * @param bootID the kernel's boot id; everything here is about this boot
 * @param agentVersion the version of the agent that wrote this
 * @param roles what the node is, a set
 * @param rolesSummary for a column: {@code Director,RealServer}
 * @param servicesSummary for a column: {@code 3/4} programmed
 * @param interfaces the interfaces with the node's own addresses
 * @param nextHops the gateways in its routes
 * @param vips the VIPs on it
 * @param services the outcome per service
 * @param kernel what the kernel is capable of
 * @param conditions one per type
 * @param ipvsOptions on a director: the options of its ipvs that a DirectorGroup can set
 * @param lastDriftRepaired absent: there was nothing to repair since the agent started
 * @param omitted the lists that have no room for everything: what they lack is not known
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LvsNodeStatus(
    @OptionalJson Optional<Long> observedGeneration,
    @OptionalJson Optional<String> bootID,
    @OptionalJson Optional<String> agentVersion,
    List<Lenient<NodeRole>> roles,
    @OptionalJson Optional<String> rolesSummary,
    @OptionalJson Optional<String> servicesSummary,
    List<NodeInterface> interfaces,
    List<String> nextHops,
    List<NodeVip> vips,
    List<NodeService> services,
    @OptionalJson Optional<NodeKernel> kernel,
    List<Condition> conditions,
    List<NodeIpvsOption> ipvsOptions,
    @OptionalJson Optional<DriftRepair> lastDriftRepaired,
    List<Lenient<Omission>> omitted) {

  /** Fills in what JSON left out. */
  public LvsNodeStatus {
    observedGeneration = Given.optional(observedGeneration);
    bootID = Given.optional(bootID);
    agentVersion = Given.optional(agentVersion);
    roles = Given.list(roles);
    rolesSummary = Given.optional(rolesSummary);
    servicesSummary = Given.optional(servicesSummary);
    interfaces = Given.list(interfaces);
    nextHops = Given.list(nextHops);
    vips = Given.list(vips);
    services = Given.list(services);
    kernel = Given.optional(kernel);
    conditions = Given.list(conditions);
    ipvsOptions = Given.list(ipvsOptions);
    lastDriftRepaired = Given.optional(lastDriftRepaired);
    omitted = Given.list(omitted);
  }

  /** The status of a node that has not reported yet. */
  public static LvsNodeStatus empty() {
    return new LvsNodeStatus(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  /** What its agent has written: this without the controller's condition. */
  public LvsNodeStatus byAgent() {
    return withConditions(
        conditions.stream().filter(c -> !c.type().equals(ConditionTypes.AGENT_ALIVE)).toList());
  }

  /** The same with other conditions. */
  public LvsNodeStatus withConditions(List<Condition> others) {
    return new LvsNodeStatus(
        observedGeneration,
        bootID,
        agentVersion,
        roles,
        rolesSummary,
        servicesSummary,
        interfaces,
        nextHops,
        vips,
        services,
        kernel,
        others,
        ipvsOptions,
        lastDriftRepaired,
        omitted);
  }

  /** The same with other services. */
  public LvsNodeStatus withServices(List<NodeService> others) {
    return new LvsNodeStatus(
        observedGeneration,
        bootID,
        agentVersion,
        roles,
        rolesSummary,
        servicesSummary,
        interfaces,
        nextHops,
        vips,
        others,
        kernel,
        conditions,
        ipvsOptions,
        lastDriftRepaired,
        omitted);
  }

  /** Whether the controller says that its agent has not been heard of for a while. */
  public boolean agentIsSilent() {
    return condition(ConditionTypes.AGENT_ALIVE)
        .filter(c -> c.status().is(ConditionStatus.UNKNOWN))
        .filter(c -> c.reason().equals(ConditionReasons.AGENT_SILENT))
        .isPresent();
  }

  /** Whether one of its lists has no room for everything. */
  public boolean omits(Omission list) {
    return omitted.stream().anyMatch(o -> o.is(list));
  }

  /** The condition of this type, absent until something writes it. */
  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }
}
