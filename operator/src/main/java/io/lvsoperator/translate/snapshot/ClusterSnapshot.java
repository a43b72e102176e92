package io.lvsoperator.translate.snapshot;

import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.api.v1alpha1.RealServerSpec;
import io.lvsoperator.api.v1alpha1.RealServerStatus;
import io.lvsoperator.protocol.Stored;
import java.util.List;
import java.util.Map;

/**
 * Everything that the verdicts and the intent of every node follow from.
 *
 * @param services all LvsServices
 * @param realServers all RealServers
 * @param groups all DirectorGroups
 * @param nodes all Nodes
 * @param reports the status of each LvsNode by its name; the empty status where nothing was
 *     reported
 * @param requests the ForwardingRequests, as far as this process watches them
 * @param namespaces the labels of each Namespace by its name
 * @param network the cluster's own addresses
 * @param evidence whether reports or an assumption say what is in place
 */
public record ClusterSnapshot(
    List<Declared<LvsServiceSpec, LvsServiceStatus>> services,
    List<Declared<RealServerSpec, RealServerStatus>> realServers,
    List<Declared<DirectorGroupSpec, DirectorGroupStatus>> groups,
    List<ClusterNode> nodes,
    Map<String, LvsNodeStatus> reports,
    List<Stored> requests,
    Map<String, Map<String, String>> namespaces,
    ClusterNetwork network,
    Evidence evidence) {
  /** Nothing at all. */
  public static final ClusterSnapshot EMPTY =
      new ClusterSnapshot(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Map.of(),
          List.of(),
          Map.of(),
          ClusterNetwork.UNKNOWN,
          Evidence.REPORTED);

  /** Copies the collections. */
  public ClusterSnapshot {
    services = List.copyOf(services);
    realServers = List.copyOf(realServers);
    groups = List.copyOf(groups);
    nodes = List.copyOf(nodes);
    reports = Map.copyOf(reports);
    requests = List.copyOf(requests);
    namespaces = Map.copyOf(namespaces);
  }

  /** {@return this cluster with other groups} */
  public ClusterSnapshot withGroups(List<Declared<DirectorGroupSpec, DirectorGroupStatus>> others) {
    return new ClusterSnapshot(
        services, realServers, others, nodes, reports, requests, namespaces, network, evidence);
  }

  /** {@return this cluster with other reports} */
  public ClusterSnapshot withReports(Map<String, LvsNodeStatus> others) {
    return new ClusterSnapshot(
        services, realServers, groups, nodes, others, requests, namespaces, network, evidence);
  }

  /**
   * {@return this cluster with every managed real server in place, and with a report for each Node
   * that has none: what a plan from files starts from}
   */
  public ClusterSnapshot assumed() {
    return new ClusterSnapshot(
        services,
        realServers,
        groups,
        nodes,
        AssumedReports.complete(this),
        requests,
        namespaces,
        network,
        Evidence.ASSUMED);
  }
}
