package io.lvsoperator.translate;

import io.lvsoperator.translate.policy.Claims;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterSnapshot;
import java.util.List;

/**
 * Judges the objects of a snapshot: first those that were accepted before, then the others, each
 * from the oldest to the youngest. So what only one can have stays with who has it, and else goes
 * to the oldest, everywhere alike.
 */
public final class Translator {
  private Translator() {}

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
    GroupTrial groups = new GroupTrial(new Cluster(snapshot), last);
    Cluster cluster = new Cluster(groups.inForce(snapshot));
    Claims claims = new Claims();
    RealServerTrial servers = new RealServerTrial(cluster, claims, last);
    List<RealServerVerdict> realServers = servers.judge();
    ServiceTrial trial = new ServiceTrial(cluster, claims, realServers, last);
    List<ServiceVerdict> services = trial.judge();
    return new Translation(
        cluster,
        services,
        realServers,
        groups.judge(cluster, claims),
        new LastAccepted(trial.accepted(), servers.accepted(), groups.accepted()));
  }
}
