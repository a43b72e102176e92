package io.lvsoperator.translate.snapshot;

import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.NodeAddress;
import io.lvsoperator.api.v1alpha1.NodeInterface;
import io.lvsoperator.model.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reports for Nodes that have none, so that a plan can be made from files: one interface with the
 * Node's addresses.
 */
public final class AssumedReports {
  /** The name of an interface that nobody named. */
  public static final String UNKNOWN_INTERFACE = "DEV";

  /** Stands for a MAC address that nobody told: one of those for documentation (RFC 7042). */
  public static final String UNKNOWN_MAC = "00:00:5e:00:53:00";

  private AssumedReports() {}

  static Map<String, LvsNodeStatus> complete(ClusterSnapshot snapshot) {
    Map<String, LvsNodeStatus> reports = new HashMap<>();
    snapshot.nodes().forEach(node -> reports.put(node.name(), assume(snapshot, node)));
    snapshot.reports().entrySet().stream()
        .filter(report -> !report.getValue().equals(LvsNodeStatus.empty()))
        .forEach(report -> reports.put(report.getKey(), report.getValue()));
    return reports;
  }

  private static LvsNodeStatus assume(ClusterSnapshot snapshot, ClusterNode node) {
    String link =
        snapshot.groups().stream()
            .filter(group -> group.spec().selectsNode(node.labels()))
            .flatMap(group -> group.spec().interfaceName().stream())
            .findFirst()
            .orElse(UNKNOWN_INTERFACE);
    List<NodeAddress> addresses =
        node.addresses().stream()
            .map(address -> new NodeAddress(address.toString(), address.family().bits()))
            .toList();
    return report(node.bootId(), link, addresses);
  }

  /** {@return the report of a machine outside the cluster of which only this address is known} */
  public static LvsNodeStatus of(IpAddress address) {
    return report(
        Optional.empty(),
        UNKNOWN_INTERFACE,
        List.of(new NodeAddress(address.toString(), address.family().bits())));
  }

  private static LvsNodeStatus report(
      Optional<String> bootId, String link, List<NodeAddress> addresses) {
    return new LvsNodeStatus(
        Optional.empty(),
        bootId,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(new NodeInterface(link, Optional.of(UNKNOWN_MAC), addresses)),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of());
  }
}
