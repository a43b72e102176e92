package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.api.v1alpha1.RealServerSpec;
import io.lvsoperator.api.v1alpha1.RealServerStatus;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.translate.policy.Claims;
import io.lvsoperator.translate.policy.GroupCase;
import io.lvsoperator.translate.policy.MemberCase;
import io.lvsoperator.translate.policy.Policies;
import io.lvsoperator.translate.policy.RealServerCase;
import io.lvsoperator.translate.policy.ServiceCase;
import io.lvsoperator.translate.policy.Verdict;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterNode;
import io.lvsoperator.translate.snapshot.ClusterSnapshot;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges the objects of a snapshot from the oldest to the youngest, so that what only one can have
 * goes to the oldest, everywhere alike.
 */
public final class Translator {
  private final Cluster cluster;
  private final Claims claims = new Claims();
  private final Marks marks = new Marks();
  private final List<RealServerCase> cases = new ArrayList<>();
  private final List<RealServerVerdict> realServers = new ArrayList<>();

  private Translator(ClusterSnapshot snapshot) {
    cluster = new Cluster(snapshot);
  }

  /** {@return the verdicts on everything in this snapshot; a pure function of it} */
  public static Translation translate(ClusterSnapshot snapshot) {
    return new Translator(snapshot).translate();
  }

  private Translation translate() {
    ClusterSnapshot snapshot = cluster.snapshot();
    snapshot.realServers().stream().sorted(Declared.byAge()).forEach(this::judge);
    List<ServiceVerdict> services =
        snapshot.services().stream().sorted(Declared.byAge()).map(this::judgeService).toList();
    List<GroupVerdict> groups = snapshot.groups().stream().map(this::judgeGroup).toList();
    return new Translation(cluster, services, realServers, groups);
  }

  private void judge(Declared<RealServerSpec, RealServerStatus> server) {
    RealServerCase judged = new RealServerCase(server, cluster, claims);
    Verdict itself = Policies.REAL_SERVER.judge(judged);
    if (itself.accepted() && judged.isAllowedSomewhere()) {
      claims.claim(server.name(), judged.address());
    }
    Verdict verdict = itself.then(() -> Policies.REAL_SERVER_PLACE.judge(judged));
    Optional<String> node =
        itself.accepted() && judged.isManaged()
            ? judged.node().map(ClusterNode::name)
            : Optional.empty();
    cases.add(judged);
    realServers.add(new RealServerVerdict(server, verdict, node));
  }

  private ServiceVerdict judgeService(Declared<LvsServiceSpec, LvsServiceStatus> service) {
    ServiceCase judged = new ServiceCase(service, cluster, claims);
    Optional<String> holder = judged.holder().map(ClusterNode::name);
    Verdict verdict = Policies.SERVICE.judge(judged);
    if (!verdict.accepted()) {
      return new ServiceVerdict(service, verdict, holder, List.of(), Map.of());
    }
    List<Member> members = members(judged);
    MarkedEntries marked = MarkedEntries.take(marks, judged, members);
    if (marked.lacksARange()) {
      marked.release(marks);
      verdict = Verdict.refused(ConditionReasons.NO_MARK_LEFT, marked.lack());
      return new ServiceVerdict(service, verdict, holder, List.of(), Map.of());
    }
    if (!marked.missing().isEmpty()) {
      verdict = verdict.warning(marked.lack());
    }
    claims.claim(service);
    return new ServiceVerdict(service, verdict, holder, members, marked.marks());
  }

  private List<Member> members(ServiceCase judged) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      if (judged.selects(cases.get(i).server())) {
        members.add(member(judged, cases.get(i), realServers.get(i)));
      }
    }
    return members;
  }

  private Member member(ServiceCase judged, RealServerCase server, RealServerVerdict found) {
    Verdict verdict =
        found.verdict().then(() -> Policies.MEMBER.judge(new MemberCase(judged, server)));
    Eligibility eligibility =
        verdict.accepted()
            ? Eligibilities.of(cluster, judged.service().spec(), found)
            : Eligibility.NOT_IN_PLACE;
    return new Member(found, verdict, eligibility);
  }

  private GroupVerdict judgeGroup(Declared<DirectorGroupSpec, DirectorGroupStatus> group) {
    GroupCase judged = new GroupCase(group, cluster, claims);
    return new GroupVerdict(
        group,
        Policies.GROUP.judge(judged),
        cluster.directors(group.spec()).stream().map(ClusterNode::name).toList(),
        judged.sourceAddresses());
  }
}
