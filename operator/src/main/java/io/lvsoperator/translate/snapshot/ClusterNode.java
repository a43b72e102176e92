package io.lvsoperator.translate.snapshot;

import io.lvsoperator.api.v1alpha1.Annotations;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Subnet;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Node of the cluster.
 *
 * @param name its name
 * @param created when it joined; {@link Instant#MAX} where a file does not say
 * @param labels its labels
 * @param annotations those of ours
 * @param addresses the addresses in its status, internal and external
 * @param podCidrs where its pods get their addresses
 * @param bootId its kernel's boot id, where its kubelet reports one
 */
public record ClusterNode(
    String name,
    Instant created,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<IpAddress> addresses,
    List<Subnet> podCidrs,
    Optional<String> bootId) {
  /** The order in which Nodes hold a group's VIPs: the oldest, then by name. */
  public static final Comparator<ClusterNode> BY_AGE =
      Comparator.comparing(ClusterNode::created).thenComparing(ClusterNode::name);

  /** Copies the collections. */
  public ClusterNode {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    addresses = List.copyOf(addresses);
    podCidrs = List.copyOf(podCidrs);
  }

  /** {@return whether Kubernetes' label keeps load balancers away from it} */
  public boolean isExcluded() {
    return labels.containsKey(Annotations.EXCLUDED_LABEL);
  }
}
