package io.lvsoperator.translate.snapshot;

import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeInterface;
import io.lvsoperator.api.v1alpha1.NodeVip;
import io.lvsoperator.api.v1alpha1.VipUse;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.protocol.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link ClusterSnapshot} with what the verdicts ask of it, found once. Immutable. */
public final class Cluster {
  private final ClusterSnapshot snapshot;
  private final List<ClusterNode> nodes;
  private final Map<String, ClusterNode> byName;
  private final Map<String, Declared<DirectorGroupSpec, DirectorGroupStatus>> groups;
  private final Map<String, Map<String, Stored>> requests = new HashMap<>();
  private final Set<IpAddress> placed;
  private final Map<IpAddress, List<ClusterNode>> holders = new HashMap<>();
  private final Map<String, LvsNodeStatus> reports;
  private final Map<String, LvsNodeStatus> liveReports;
  private final Map<String, List<Subnet>> subnets = new HashMap<>();
  private final Map<DirectorGroupSpec, List<ClusterNode>> directors = new IdentityHashMap<>();

  /** Looks through the snapshot. */
  public Cluster(ClusterSnapshot snapshot) {
    this.snapshot = snapshot;
    nodes = snapshot.nodes().stream().sorted(ClusterNode.BY_AGE).toList();
    byName = nodes.stream().collect(Collectors.toMap(ClusterNode::name, n -> n, (a, b) -> a));
    groups =
        snapshot.groups().stream()
            .collect(Collectors.toMap(g -> g.name().name(), g -> g, (a, b) -> a));
    snapshot
        .requests()
        .forEach(
            one ->
                requests
                    .computeIfAbsent(one.director(), _ -> new HashMap<>())
                    .put(one.node(), one));
    placed =
        snapshot.reports().values().stream()
            .flatMap(Cluster::placed)
            .collect(Collectors.toUnmodifiableSet());
    reports =
        snapshot.reports().entrySet().stream()
            .filter(report -> !report.getValue().byAgent().equals(LvsNodeStatus.empty()))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    liveReports =
        snapshot.reports().entrySet().stream()
            .filter(report -> byName.containsKey(report.getKey()))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    reports.forEach(
        (node, report) ->
            subnets.put(node, report.interfaces().stream().flatMap(Cluster::subnets).toList()));
    groups.values().forEach(g -> directors.put(g.spec(), inOrder(g.spec())));
    nodes.forEach(
        node ->
            addresses(node)
                .forEach(a -> holders.computeIfAbsent(a, any -> new ArrayList<>()).add(node)));
  }

  /** {@return what this was made from} */
  public ClusterSnapshot snapshot() {
    return snapshot;
  }

  /** {@return the Node of this name, if there is one} */
  public Optional<ClusterNode> node(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** {@return the DirectorGroup of this name, if there is one} */
  public Optional<Declared<DirectorGroupSpec, DirectorGroupStatus>> group(String name) {
    return Optional.ofNullable(groups.get(name));
  }

  /** {@return what this director asks of this node, as far as it is known here} */
  public Optional<Stored> request(String director, String node) {
    return Optional.ofNullable(requests.getOrDefault(director, Map.of()).get(node));
  }

  /** {@return the labels of a namespace, always with its name as Kubernetes labels it} */
  public Map<String, String> namespaceLabels(String namespace) {
    Map<String, String> labels =
        new HashMap<>(snapshot.namespaces().getOrDefault(namespace, Map.of()));
    labels.put("kubernetes.io/metadata.name", namespace);
    return labels;
  }

  /**
   * {@return the group's Nodes, the one that holds its VIPs first} That is the oldest; where it is
   * excluded from load balancing, the oldest of the others that have reported, if there is one.
   */
  public List<ClusterNode> directors(DirectorGroupSpec group) {
    List<ClusterNode> known = directors.get(group);
    return known == null ? inOrder(group) : known;
  }

  private List<ClusterNode> inOrder(DirectorGroupSpec group) {
    List<ClusterNode> directors =
        nodes.stream().filter(node -> group.selectsNode(node.labels())).toList();
    if (directors.isEmpty() || !directors.getFirst().isExcluded()) {
      return directors;
    }
    return directors.stream()
        .sorted(Comparator.comparing(node -> node.isExcluded() || report(node.name()).isEmpty()))
        .toList();
  }

  /** {@return what a node has reported; empty where its LvsNode is absent or has no status} */
  public Optional<LvsNodeStatus> report(String node) {
    return Optional.ofNullable(reports.get(node));
  }

  /** {@return the reports of Nodes that exist, by the Node's name} */
  public Map<String, LvsNodeStatus> liveReports() {
    return liveReports;
  }

  /** {@return the addresses on a node's interfaces with their subnets, as it reported them} */
  public List<Subnet> interfaceAddresses(ClusterNode node) {
    return subnets.getOrDefault(node.name(), List.of());
  }

  /**
   * {@return the Nodes that this address belongs to, the oldest first} What an agent placed belongs
   * to no Node, even where a kubelet lists it.
   */
  public List<ClusterNode> nodesWith(IpAddress address) {
    return placed.contains(address) ? List.of() : holders.getOrDefault(address, List.of());
  }

  /** {@return the addresses of an interface with their subnets, as far as they are addresses} */
  public static Stream<Subnet> subnets(NodeInterface link) {
    return link.addresses().stream()
        .flatMap(a -> NetworkObjects.subnet(a.address() + "/" + a.prefixLength()));
  }

  private Set<IpAddress> addresses(ClusterNode node) {
    Set<IpAddress> reported =
        interfaceAddresses(node).stream()
            .map(Subnet::address)
            .collect(Collectors.toCollection(HashSet::new));
    reported.addAll(node.addresses());
    return reported;
  }

  private static Stream<IpAddress> placed(LvsNodeStatus report) {
    return report.vips().stream()
        .filter(vip -> !vip.use().is(VipUse.OWN))
        .map(NodeVip::address)
        .flatMap(text -> IpAddress.tryParse(text).stream());
  }
}
