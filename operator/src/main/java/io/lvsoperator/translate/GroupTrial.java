package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.translate.policy.Claims;
import io.lvsoperator.translate.policy.GroupCase;
import io.lvsoperator.translate.policy.Policies;
import io.lvsoperator.translate.policy.Verdict;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterNode;
import io.lvsoperator.translate.snapshot.ClusterSnapshot;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges all DirectorGroups: what each says itself before the services, which need its rules, and
 * what is left of its source addresses after them.
 */
final class GroupTrial {
  private final List<Trial> trials = new ArrayList<>();
  private final Map<String, DirectorGroupSpec> next = new HashMap<>();

  /** A group, what is wrong with it, and what counts. */
  private record Trial(
      Declared<DirectorGroupSpec, DirectorGroupStatus> declared,
      Verdict verdict,
      Declared<DirectorGroupSpec, DirectorGroupStatus> inForce) {}

  /** Decides what each group says. */
  GroupTrial(Cluster cluster, LastAccepted last) {
    Claims vips = vips(cluster, last);
    for (Declared<DirectorGroupSpec, DirectorGroupStatus> group : cluster.snapshot().groups()) {
      Verdict verdict = Policies.GROUP.judge(new GroupCase(group, cluster, vips));
      Optional<DirectorGroupSpec> before = LastAccepted.of(last.groups(), group);
      Optional<DirectorGroupSpec> spec = verdict.accepted() ? Optional.of(group.spec()) : before;
      trials.add(new Trial(group, verdict, spec.map(group::with).orElse(group)));
      spec.filter(_ -> !group.uid().isEmpty()).ifPresent(s -> next.put(group.uid(), s));
    }
  }

  /** What the services have from before: no group may take their VIPs as sources. */
  private static Claims vips(Cluster cluster, LastAccepted last) {
    Claims claims = new Claims();
    cluster
        .snapshot()
        .services()
        .forEach(
            service ->
                LastAccepted.of(last.services(), service)
                    .ifPresent(spec -> claims.claim(service.with(spec))));
    return claims;
  }

  /** {@return the same snapshot with what counts of each group} */
  ClusterSnapshot inForce(ClusterSnapshot snapshot) {
    return snapshot.withGroups(trials.stream().map(Trial::inForce).toList());
  }

  /** {@return what was accepted last, from now on} */
  Map<String, DirectorGroupSpec> accepted() {
    return next;
  }

  /** {@return a verdict for each, in the snapshot's order} */
  List<GroupVerdict> judge(Cluster cluster, Claims claims) {
    return trials.stream().map(trial -> verdict(trial, cluster, claims)).toList();
  }

  private static GroupVerdict verdict(Trial trial, Cluster cluster, Claims claims) {
    GroupCase judged = new GroupCase(trial.inForce(), cluster, claims);
    return new GroupVerdict(
        trial.inForce(),
        trial.verdict().then(() -> Policies.GROUP.judge(judged)),
        cluster.directors(trial.inForce().spec()).stream().map(ClusterNode::name).toList(),
        judged.sourceAddresses());
  }
}
