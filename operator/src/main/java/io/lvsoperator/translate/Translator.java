package io.lvsoperator.translate;

import io.lvsoperator.translate.policy.Claims;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterSnapshot;
import java.util.List;
import java.util.Optional;

/**
 * Judges the objects of a snapshot: first those that were accepted before, then the others, each
 * from the oldest to the youngest. So what only one can have stays with who has it, and else goes
 * to the oldest, everywhere alike. Not for several threads at once.
 */
public final class Translator {
  private Optional<EarlierVerdicts> before = Optional.empty();

  /**
   * {@return the verdicts on everything in this snapshot, where nobody remembers an earlier one: as
   * from files}
   */
  public static Translation translate(ClusterSnapshot snapshot) {
    return translate(snapshot, LastAccepted.NONE);
  }

  /**
   * {@return the verdicts on everything in this snapshot; a pure function of it and of what was
   * accepted before}
   *
   * @param last what the pass before this one gave: {@link Translation#lastAccepted()}
   */
  public static Translation translate(ClusterSnapshot snapshot, LastAccepted last) {
    return new Translator().next(snapshot, last);
  }

  /**
   * {@return the same as {@link #translate(ClusterSnapshot, LastAccepted)}, faster the less has
   * changed since this translator was asked last}
   */
  public Translation next(ClusterSnapshot snapshot, LastAccepted last) {
    Cluster asDeclared = new Cluster(snapshot);
    GroupTrial groups = new GroupTrial(asDeclared, last);
    ClusterSnapshot inForce = groups.inForce(snapshot);
    Cluster cluster =
        inForce.groups().equals(snapshot.groups()) ? asDeclared : new Cluster(inForce);
    Surroundings surroundings = Surroundings.of(inForce);
    EarlierVerdicts earlier =
        before
            .map(verdicts -> verdicts.in(surroundings))
            .orElseGet(() -> EarlierVerdicts.none(surroundings));
    before = Optional.of(earlier);
    Claims claims = new Claims();
    RealServerTrial servers = new RealServerTrial(cluster, claims, last, earlier);
    List<RealServerVerdict> realServers = servers.judge();
    ServiceTrial trial = new ServiceTrial(cluster, claims, realServers, last, earlier);
    List<ServiceVerdict> services = trial.judge();
    return new Translation(
        cluster,
        services,
        realServers,
        groups.judge(cluster, claims),
        new LastAccepted(trial.accepted(), servers.accepted(), groups.accepted()));
  }
}
