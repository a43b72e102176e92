package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.translate.snapshot.ClusterNode;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import io.lvsoperator.translate.snapshot.ClusterSnapshot;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What counts although it was deleted, until one of the same name is there again: the only director
 * of a group, with its report, because it goes on and its real servers must not think that it has
 * let them go; and this agent's own Node where no other one would take over, because what stands
 * here is all that there is.
 */
final class Indispensable {
  private final String own;
  private final List<HasMetadata> known;
  private final List<HasMetadata> seen;
  private Optional<Names> names = Optional.empty();

  /**
   * @param nodes that count
   * @param reports the Nodes whose reports count
   */
  private record Names(Set<String> nodes, Set<String> reports) {}

  /**
   * What is so between two looks. To find it costs something, and is done only when asked.
   *
   * @param own the name of this agent's Node
   * @param known what counted until now
   * @param seen what the cluster has now
   */
  Indispensable(String own, List<HasMetadata> known, List<HasMetadata> seen) {
    this.own = own;
    this.known = known;
    this.seen = seen;
  }

  /** {@return whether an object that was deleted counts all the same} */
  boolean test(HasMetadata object) {
    if (names.isEmpty()) {
      names = Optional.of(find());
    }
    String name = object.getMetadata().getName();
    return object instanceof Node
        ? names.get().nodes().contains(name)
        : object.getKind().equals(HasMetadata.getKind(LvsNode.class))
            && names.get().reports().contains(name);
  }

  private Names find() {
    ClusterSnapshot now = ClusterObjects.snapshot(seen);
    Set<String> present = now.nodes().stream().map(ClusterNode::name).collect(Collectors.toSet());
    List<ClusterNode> missed =
        ClusterObjects.snapshot(known).nodes().stream()
            .filter(node -> !present.contains(node.name()))
            .toList();
    Set<String> directors = names(missed.stream().filter(node -> isOnlyDirector(node, now)));
    Set<String> nodes =
        names(
            missed.stream()
                .filter(
                    n ->
                        directors.contains(n.name())
                            || n.name().equals(own) && !hasSuccessor(n, now)));
    return new Names(nodes, directors);
  }

  private static Set<String> names(Stream<ClusterNode> nodes) {
    return nodes.map(ClusterNode::name).collect(Collectors.toSet());
  }

  private static boolean isOnlyDirector(ClusterNode node, ClusterSnapshot now) {
    return now.groups().stream().anyMatch(group -> directs(group, node) && !isDirected(group, now));
  }

  private static boolean hasSuccessor(ClusterNode node, ClusterSnapshot now) {
    return now.groups().stream().anyMatch(group -> directs(group, node) && isDirected(group, now));
  }

  private static boolean isDirected(
      Declared<DirectorGroupSpec, DirectorGroupStatus> group, ClusterSnapshot now) {
    return now.nodes().stream().anyMatch(node -> directs(group, node));
  }

  private static boolean directs(
      Declared<DirectorGroupSpec, DirectorGroupStatus> group, ClusterNode node) {
    return group.spec().selectsNode(node.labels());
  }
}
