package io.lvsoperator.agent;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.DriftRepair;
import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeAddress;
import io.lvsoperator.api.v1alpha1.NodeInterface;
import io.lvsoperator.api.v1alpha1.NodeKernel;
import io.lvsoperator.api.v1alpha1.NodeRole;
import io.lvsoperator.api.v1alpha1.NodeService;
import io.lvsoperator.api.v1alpha1.NodeVip;
import io.lvsoperator.api.v1alpha1.VipUse;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.plan.Desired;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says in an {@code LvsNode}'s status what came of a pass. Pure: the same pass, the same status.
 */
final class NodeReport {
  /** The bounds of the schema. */
  private static final int MOST_INTERFACES = 256;

  private static final int MOST_ADDRESSES = 256;
  private static final int MOST_NEXT_HOPS = 256;

  private final NodeFacts facts;
  private final Assignment assignment;
  private final PassResult result;
  private Optional<Doubt> doubt = Optional.empty();
  private ReportBounds bounds = ReportBounds.WRITABLE;

  NodeReport(NodeFacts facts, Assignment assignment, PassResult result) {
    this.facts = facts;
    this.assignment = assignment;
    this.result = result;
  }

  /** The same, with what the agent does not know. */
  NodeReport doubting(Optional<Doubt> about) {
    doubt = about;
    return this;
  }

  /** The same, with other room. */
  NodeReport within(ReportBounds room) {
    bounds = room;
    return this;
  }

  /**
   * {@return the status}
   *
   * @param nextHops the gateways of the node's own routes
   * @param contested what somebody keeps undoing, with how often
   * @param repaired the last drift that was repaired
   * @param previous the conditions of the last status: times change only with their status
   */
  LvsNodeStatus status(
      Set<IpAddress> nextHops,
      SortedMap<String, Integer> contested,
      Optional<DriftRepair> repaired,
      List<Condition> previous) {
    List<NodeService> all = new ServiceReports(assignment, result).list();
    Abridged services = Abridged.of(all, bounds);
    SortedMap<IpAddress, VipUse> vips = vips();
    Omitted omitted =
        new Omitted(
            services.omittedServices(),
            services.omittedDestinations(),
            Math.max(0, vips.size() - bounds.vips()));
    List<Lenient<NodeRole>> roles = roles();
    return new LvsNodeStatus(
        Optional.empty(),
        Optional.of(facts.bootId()),
        Optional.of(facts.agentVersion()),
        roles,
        Optional.of(roles.stream().map(Lenient::text).collect(Collectors.joining(",")))
            .filter(text -> !text.isEmpty()),
        Optional.of(summary(all)),
        interfaces(),
        nextHops.stream().sorted().map(IpAddress::toString).limit(MOST_NEXT_HOPS).toList(),
        named(vips),
        services.services(),
        Optional.of(new NodeKernel(Optional.of(facts.kernelRelease()), List.of())),
        new NodeConditions(result, contested, doubt, assignment.pause(), omitted).since(previous),
        new OptionReports(result).list(),
        repaired,
        omitted.lists());
  }

  private List<Lenient<NodeRole>> roles() {
    List<Lenient<NodeRole>> roles = new ArrayList<>();
    if (assignment.director()) {
      roles.add(Lenient.of(NodeRole.DIRECTOR));
    }
    if (!result.desired().parts().isEmpty()) {
      roles.add(Lenient.of(NodeRole.REAL_SERVER));
    }
    return roles;
  }

  private static String summary(List<NodeService> services) {
    long programmed = services.stream().filter(ServiceReports::isProgrammed).count();
    return programmed + "/" + services.size();
  }

  /**
   * Interfaces without an address of the node's own are left out: a Kubernetes node has hundreds of
   * them.
   */
  private List<NodeInterface> interfaces() {
    List<NodeInterface> interfaces = new ArrayList<>();
    for (Link link : result.observed().links()) {
      List<NodeAddress> addresses = ownAddresses(link);
      if (!link.loopback() && !addresses.isEmpty()) {
        interfaces.add(
            new NodeInterface(link.name(), link.mac().map(MacAddress::toString), addresses));
      }
    }
    interfaces.sort(Comparator.comparing(NodeInterface::name));
    return interfaces.stream().limit(MOST_INTERFACES).toList();
  }

  private List<NodeAddress> ownAddresses(Link link) {
    return result.observed().addresses().on(link.name()).stream()
        .filter(a -> !result.ownership().owns(a))
        .filter(a -> !a.address().isLinkLocal())
        .sorted(Comparator.comparing(LinkAddress::address))
        .map(a -> new NodeAddress(a.address().toString(), a.subnet().prefixLength()))
        .limit(MOST_ADDRESSES)
        .toList();
  }

  /** What carries our label is ours, also while nobody wants it any more. */
  private SortedMap<IpAddress, VipUse> vips() {
    SortedMap<IpAddress, VipUse> uses = new TreeMap<>();
    result.desired().vips().stream()
        .filter(Desired.DesiredVip::own)
        .forEach(vip -> uses.put(vip.vip(), VipUse.OWN));
    result.observed().addresses().stream()
        .filter(result.ownership()::owns)
        .forEach(address -> uses.merge(address.address(), use(address), NodeReport::stronger));
    return uses;
  }

  /** First those for which another director may wait. */
  private List<NodeVip> named(SortedMap<IpAddress, VipUse> vips) {
    return vips.entrySet().stream()
        .sorted(Comparator.comparing(use -> use.getValue() != VipUse.PLACED))
        .limit(bounds.vips())
        .sorted(Map.Entry.comparingByKey())
        .map(use -> new NodeVip(use.getKey().toString(), Lenient.of(use.getValue())))
        .toList();
  }

  private VipUse use(LinkAddress address) {
    return result.observed().hides(address) ? VipUse.HIDDEN : VipUse.PLACED;
  }

  /** A director that is a real server too has a VIP in two places. */
  private static VipUse stronger(VipUse one, VipUse other) {
    return one == VipUse.HIDDEN ? other : one;
  }
}
