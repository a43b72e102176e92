package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.model.IpvsOption;
import io.lvsoperator.model.IpvsOptions;
import io.lvsoperator.translate.policy.GroupOptions;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterNode;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a node's DirectorGroups set of its ipvs, which is one for all of them: option by option the
 * oldest group that sets it.
 */
final class IpvsWishes {
  private IpvsWishes() {}

  static IpvsOptions of(Cluster cluster, ClusterNode node) {
    TreeMap<IpvsOption, IpvsOptions.Wish> wishes = new TreeMap<>();
    cluster.snapshot().groups().stream()
        .filter(group -> group.spec().selectsNode(node.labels()))
        .sorted(Declared.byAge())
        .forEach(group -> add(group, wishes));
    return new IpvsOptions(wishes);
  }

  private static void add(
      Declared<DirectorGroupSpec, DirectorGroupStatus> group,
      TreeMap<IpvsOption, IpvsOptions.Wish> wishes) {
    String name = group.name().name();
    for (IpvsOption option : IpvsOption.values()) {
      GroupOptions.of(group.spec(), option)
          .ifPresent(
              value ->
                  wishes.merge(
                      option,
                      new IpvsOptions.Wish(value, name, List.of()),
                      IpvsWishes::olderFirst));
    }
  }

  private static IpvsOptions.Wish olderFirst(IpvsOptions.Wish older, IpvsOptions.Wish younger) {
    if (older.value() == younger.value()) {
      return older;
    }
    List<IpvsOptions.Overruled> overruled = new ArrayList<>(older.overruled());
    overruled.add(new IpvsOptions.Overruled(younger.group(), younger.value()));
    return new IpvsOptions.Wish(older.value(), older.group(), overruled);
  }
}
