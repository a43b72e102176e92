package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.protocol.Stored;
import io.lvsoperator.translate.policy.Claims;
import io.lvsoperator.translate.policy.MemberCase;
import io.lvsoperator.translate.policy.Policies;
import io.lvsoperator.translate.policy.RealServerCase;
import io.lvsoperator.translate.policy.ServiceCase;
import io.lvsoperator.translate.policy.Verdict;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterNode;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges all LvsServices. What only one can have are a VIP, its ports, and firewall marks. */
final class ServiceTrial implements Incumbents.Contest<LvsServiceSpec, LvsServiceStatus> {
  private final Cluster cluster;
  private final Claims claims;
  private final Selectable realServers;
  private final Map<String, LvsServiceSpec> known;
  private final Map<String, LvsServiceSpec> next = new HashMap<>();
  private final Marks marks = new Marks();
  private final EarlierVerdicts earlier;

  ServiceTrial(
      Cluster cluster,
      Claims claims,
      List<RealServerVerdict> realServers,
      LastAccepted last,
      EarlierVerdicts earlier) {
    this.earlier = earlier;
    this.cluster = cluster;
    this.claims = claims;
    this.realServers = new Selectable(realServers);
    this.known = last.services();
  }

  /** {@return a verdict for each, the oldest first} */
  List<ServiceVerdict> judge() {
    Incumbents<LvsServiceSpec, LvsServiceStatus> incumbents =
        Incumbents.settle(
            cluster.snapshot().services(), service -> LastAccepted.of(known, service), this);
    List<ServiceVerdict> verdicts = new ArrayList<>();
    for (Declared<LvsServiceSpec, LvsServiceStatus> service : incumbents.order()) {
      release(service);
      verdicts.add(judge(service, incumbents.last(service)));
    }
    verdicts.sort(Comparator.comparing(ServiceVerdict::service, Declared.byAge()));
    return GreChecksums.warn(verdicts);
  }

  /** {@return what was accepted last, from now on} */
  Map<String, LvsServiceSpec> accepted() {
    return next;
  }

  private ServiceVerdict judge(
      Declared<LvsServiceSpec, LvsServiceStatus> service,
      Optional<Declared<LvsServiceSpec, LvsServiceStatus>> last) {
    ServiceVerdict found = judge(service);
    if (found.verdict().accepted()) {
      if (!service.uid().isEmpty()) {
        next.put(service.uid(), service.spec());
      }
      return found;
    }
    last.ifPresent(before -> next.put(service.uid(), before.spec()));
    return last.map(before -> carryOut(before, found.verdict()))
        .filter(ServiceVerdict::inForce)
        .orElse(found);
  }

  private ServiceVerdict judge(Declared<LvsServiceSpec, LvsServiceStatus> service) {
    Verdict verdict = soundAndUnclaimed(service);
    return verdict.accepted() ? carryOut(service, verdict) : nothing(service, verdict);
  }

  private Verdict soundAndUnclaimed(Declared<LvsServiceSpec, LvsServiceStatus> service) {
    return earlier
        .sound(service, () -> Policies.SERVICE.judge(inCase(service)))
        .and(() -> Policies.SERVICE_UNCLAIMED.judge(inCase(service)));
  }

  /** Gives it what it needs; where a mark is lacking that it can't do without, nothing. */
  private ServiceVerdict carryOut(
      Declared<LvsServiceSpec, LvsServiceStatus> service, Verdict verdict) {
    if (!claim(service)) {
      return nothing(service, verdict);
    }
    ServiceCase judged = inCase(service);
    List<Member> members = members(judged);
    MarkedEntries marked = MarkedEntries.take(marks, judged, members);
    if (marked.lacksARange()) {
      marked.release(marks);
      release(service);
      return nothing(service, Verdict.refused(ConditionReasons.NO_MARK_LEFT, marked.lack()));
    }
    return earlier.orEqual(
        new ServiceVerdict(
            service,
            marked.missing().isEmpty() ? verdict : verdict.warning(marked.lack()),
            true,
            holder(judged),
            members,
            marked.marks()));
  }

  private ServiceVerdict nothing(
      Declared<LvsServiceSpec, LvsServiceStatus> service, Verdict verdict) {
    return new ServiceVerdict(
        service, verdict, false, holder(inCase(service)), List.of(), Map.of());
  }

  private static Optional<String> holder(ServiceCase judged) {
    return judged.holder().map(ClusterNode::name);
  }

  private List<Member> members(ServiceCase judged) {
    EarlierVerdicts.Members before = earlier.members(judged.service());
    return before.orEqual(
        realServers.selectedBy(judged).stream()
            .map(server -> member(judged, server, before))
            .toList());
  }

  private Member member(
      ServiceCase judged, RealServerVerdict found, EarlierVerdicts.Members before) {
    Optional<Member> earlierOne = before.of(found);
    Verdict verdict =
        found.inForce()
            ? before.verdict(earlierOne, () -> Policies.MEMBER.judge(inCase(judged, found)))
            : found.verdict();
    Optional<Stored> stored =
        verdict.accepted()
            ? Eligibilities.stored(cluster, holder(judged), found)
            : Optional.empty();
    Optional<Attachment> attachment =
        stored.map(_ -> Eligibilities.attachment(judged.service(), found));
    Member member =
        new Member(
            found,
            verdict,
            verdict.accepted()
                ? Eligibilities.of(cluster, judged.service(), found, stored, attachment)
                : Eligibility.NOT_IN_PLACE,
            attachment.map(Attachment::id));
    return earlierOne.filter(member::equals).orElse(member);
  }

  private MemberCase inCase(ServiceCase judged, RealServerVerdict found) {
    return new MemberCase(judged, new RealServerCase(found.server(), cluster, claims));
  }

  private ServiceCase inCase(Declared<LvsServiceSpec, LvsServiceStatus> service) {
    return new ServiceCase(service, cluster, claims);
  }

  @Override
  public boolean mayKeep(Declared<LvsServiceSpec, LvsServiceStatus> lastAccepted) {
    return earlier.allowed(
        lastAccepted, () -> Policies.SERVICE_STILL_ALLOWED.judge(inCase(lastAccepted)).accepted());
  }

  @Override
  public boolean accepts(Declared<LvsServiceSpec, LvsServiceStatus> service) {
    return soundAndUnclaimed(service).accepted();
  }

  @Override
  public boolean claim(Declared<LvsServiceSpec, LvsServiceStatus> service) {
    return claims.claim(service);
  }

  @Override
  public void release(Declared<LvsServiceSpec, LvsServiceStatus> service) {
    claims.release(service.name());
  }
}
