package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.RealServerSpec;
import io.lvsoperator.api.v1alpha1.RealServerStatus;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.translate.policy.Claims;
import io.lvsoperator.translate.policy.Policies;
import io.lvsoperator.translate.policy.RealServerCase;
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

/** Judges all RealServers. What only one can have is an address. */
final class RealServerTrial implements Incumbents.Contest<RealServerSpec, RealServerStatus> {
  private final Cluster cluster;
  private final Claims claims;
  private final Map<String, RealServerSpec> known;
  private final Map<String, RealServerSpec> next = new HashMap<>();
  private final EarlierVerdicts earlier;

  RealServerTrial(Cluster cluster, Claims claims, LastAccepted last, EarlierVerdicts earlier) {
    this.cluster = cluster;
    this.earlier = earlier;
    this.claims = claims;
    this.known = last.realServers();
  }

  /** {@return a verdict for each, the oldest first} */
  List<RealServerVerdict> judge() {
    Incumbents<RealServerSpec, RealServerStatus> incumbents =
        Incumbents.settle(
            cluster.snapshot().realServers(), server -> LastAccepted.of(known, server), this);
    List<RealServerVerdict> verdicts = new ArrayList<>();
    for (Declared<RealServerSpec, RealServerStatus> server : incumbents.order()) {
      release(server);
      verdicts.add(judge(server, incumbents.last(server)));
    }
    verdicts.sort(Comparator.comparing(RealServerVerdict::server, Declared.byAge()));
    return verdicts;
  }

  /** {@return what was accepted last, from now on} */
  Map<String, RealServerSpec> accepted() {
    return next;
  }

  private RealServerVerdict judge(
      Declared<RealServerSpec, RealServerStatus> server,
      Optional<Declared<RealServerSpec, RealServerStatus>> last) {
    RealServerCase judged = inCase(server);
    Verdict itself = soundAndUnclaimed(server);
    Verdict verdict = itself.then(() -> place(server));
    last.ifPresent(before -> next.put(server.uid(), before.spec()));
    if (verdict.accepted()) {
      claim(server);
      if (!server.uid().isEmpty()) {
        next.put(server.uid(), server.spec());
      }
      return verdict(server, verdict, true, node(judged));
    }
    return last.filter(before -> isInPlace(before) && claim(before))
        .map(before -> verdict(before, verdict, true, node(inCase(before))))
        .orElseGet(() -> without(server, itself, verdict));
  }

  /** One that is sound itself keeps its address, wherever its Node is. */
  private RealServerVerdict without(
      Declared<RealServerSpec, RealServerStatus> server, Verdict itself, Verdict verdict) {
    if (itself.accepted()) {
      claim(server);
    }
    Optional<ClusterNode> node = itself.accepted() ? node(inCase(server)) : Optional.empty();
    return verdict(server, verdict, false, node);
  }

  private RealServerVerdict verdict(
      Declared<RealServerSpec, RealServerStatus> server,
      Verdict verdict,
      boolean inForce,
      Optional<ClusterNode> node) {
    return earlier.orEqual(
        new RealServerVerdict(
            server, verdict, inForce, node.map(ClusterNode::name), Maintenance.of(server, node)));
  }

  private Verdict soundAndUnclaimed(Declared<RealServerSpec, RealServerStatus> server) {
    return earlier
        .sound(server, () -> Policies.REAL_SERVER.judge(inCase(server)))
        .and(() -> Policies.REAL_SERVER_UNCLAIMED.judge(inCase(server)));
  }

  private Verdict place(Declared<RealServerSpec, RealServerStatus> server) {
    return earlier.place(server, () -> Policies.REAL_SERVER_PLACE.judge(inCase(server)));
  }

  private boolean isAllowedSomewhere(Declared<RealServerSpec, RealServerStatus> server) {
    return earlier.allowed(server, inCase(server)::isAllowedSomewhere);
  }

  private static Optional<ClusterNode> node(RealServerCase judged) {
    return judged.isManaged() ? judged.node() : Optional.empty();
  }

  private boolean isInPlace(Declared<RealServerSpec, RealServerStatus> server) {
    return place(server).accepted();
  }

  private RealServerCase inCase(Declared<RealServerSpec, RealServerStatus> server) {
    return new RealServerCase(server, cluster, claims);
  }

  @Override
  public boolean mayKeep(Declared<RealServerSpec, RealServerStatus> lastAccepted) {
    return isAllowedSomewhere(lastAccepted);
  }

  @Override
  public boolean accepts(Declared<RealServerSpec, RealServerStatus> server) {
    return soundAndUnclaimed(server).then(() -> place(server)).accepted();
  }

  /** One that nobody may serve takes no address from those who may, and needs none. */
  @Override
  public boolean claim(Declared<RealServerSpec, RealServerStatus> server) {
    return !isAllowedSomewhere(server) || claims.claim(server.name(), inCase(server).address());
  }

  @Override
  public void release(Declared<RealServerSpec, RealServerStatus> server) {
    ServiceRef name = server.name();
    claims.releaseRealServer(name);
  }
}
