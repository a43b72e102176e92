package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.lvsoperator.api.v1alpha1.ForwardingRequest;
import io.lvsoperator.protocol.Stored;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ForwardingRequests that a pass sees. They count as they are: nothing is kept of one that is
 * gone, because its absence means nothing by itself.
 *
 * @param byName by the object's name
 * @param others all other objects
 */
record SeenRequests(Map<String, RequestWriter.Seen> byName, List<HasMetadata> others) {
  static SeenRequests in(List<HasMetadata> objects, KubernetesSerialization serialization) {
    Map<String, RequestWriter.Seen> requests = new HashMap<>();
    List<HasMetadata> others = new ArrayList<>();
    for (HasMetadata object : objects) {
      if (object.getKind().equals(HasMetadata.getKind(ForwardingRequest.class))) {
        ClusterObjects.forwardingRequest(object)
            .ifPresent(
                stored ->
                    requests.put(
                        object.getMetadata().getName(),
                        new RequestWriter.Seen(
                            stored,
                            Optional.ofNullable(object.getMetadata().getResourceVersion())
                                .orElse(""))));
      } else {
        others.add(object);
      }
    }
    return new SeenRequests(requests, others);
  }

  /** {@return them as they are known to stand, with what this agent has written since} */
  List<Stored> standing(RequestWriter writer) {
    List<Stored> standing = new ArrayList<>(writer.unseen(byName));
    byName.forEach(
        (name, seen) -> writer.standing(name, Optional.of(seen)).ifPresent(standing::add));
    return standing;
  }

  /** {@return the boots in which each node was seen, by its kubelet and by its agent} */
  static Map<String, Set<String>> boots(Cluster cluster) {
    Map<String, Set<String>> boots = new HashMap<>();
    cluster
        .snapshot()
        .nodes()
        .forEach(
            node ->
                node.bootId()
                    .ifPresent(
                        boot ->
                            boots.computeIfAbsent(node.name(), _ -> new HashSet<>()).add(boot)));
    cluster
        .liveReports()
        .forEach(
            (node, report) ->
                report
                    .bootID()
                    .ifPresent(
                        boot -> boots.computeIfAbsent(node, _ -> new HashSet<>()).add(boot)));
    return boots;
  }
}
