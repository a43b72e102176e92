package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.api.v1alpha1.Omission;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PartKey;
import io.lvsoperator.model.Way;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterNode;
import io.lvsoperator.translate.snapshot.Declared;
import io.lvsoperator.translate.snapshot.Evidence;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a real server has its part in place, by the evidence that there is. */
final class Eligibilities {
  private Eligibilities() {}

  static Eligibility of(
      Cluster cluster,
      Declared<LvsServiceSpec, LvsServiceStatus> service,
      Optional<String> director,
      RealServerVerdict server) {
    if (nobodyReports(cluster, server)) {
      return Eligibility.IN_PLACE;
    }
    return boot(cluster, server)
        .map(
            boot ->
                switch (boot) {
                  case UNKNOWN -> Eligibility.UNKNOWN;
                  case ANOTHER -> Eligibility.NOT_IN_PLACE;
                  case SAME -> reported(cluster, service, director, server);
                })
        .orElse(Eligibility.UNKNOWN);
  }

  /**
   * What a report of this boot says. In NAT a part is about ports, and two services can have one: a
   * report about another generation of the service cannot tell whether the ports are there that it
   * has now. In NAT and TUN it is about directors too: one that the report does not name would send
   * packets nowhere.
   */
  private static Eligibility reported(
      Cluster cluster,
      Declared<LvsServiceSpec, LvsServiceStatus> service,
      Optional<String> director,
      RealServerVerdict server) {
    PartKey key = key(service.spec(), server);
    if (!parts(cluster, director, server).contains(key)) {
      return hasRoomForParts(cluster, server) ? Eligibility.NOT_IN_PLACE : Eligibility.UNKNOWN;
    }
    boolean knows =
        server.node().filter(node -> Reports.knows(cluster, node, service.name())).isPresent();
    return switch (key.mode()) {
      case NAT -> knows ? Eligibility.IN_PLACE : Eligibility.UNKNOWN;
      case FULLNAT, DR, TUN -> Eligibility.IN_PLACE;
    };
  }

  private static boolean hasRoomForParts(Cluster cluster, RealServerVerdict server) {
    return server
        .node()
        .flatMap(cluster::report)
        .filter(report -> report.omits(Omission.PARTS))
        .isEmpty();
  }

  /**
   * The ways for which it has parts for a VIP and this director in place; empty where nobody needs
   * to report.
   */
  static Optional<Set<Way>> inPlace(
      Cluster cluster, IpAddress vip, String director, RealServerVerdict server) {
    if (nobodyReports(cluster, server)) {
      return Optional.empty();
    }
    boolean current = boot(cluster, server).filter(boot -> boot == Boot.SAME).isPresent();
    return Optional.of(
        parts(cluster, Optional.of(director), server).stream()
            .filter(_ -> current)
            .filter(part -> part.vip().equals(vip) && part.address().equals(server.address()))
            .map(Way::of)
            .collect(Collectors.toSet()));
  }

  private static boolean nobodyReports(Cluster cluster, RealServerVerdict server) {
    return !server.isManaged() || cluster.snapshot().evidence() == Evidence.ASSUMED;
  }

  private static Set<PartKey> parts(
      Cluster cluster, Optional<String> director, RealServerVerdict server) {
    return server
        .node()
        .flatMap(cluster::report)
        .map(r -> director.map(d -> Reports.parts(r, d)).orElseGet(() -> Reports.parts(r)))
        .orElse(Set.of());
  }

  /** The part that a real server of this service needs. */
  static PartKey key(LvsServiceSpec service, RealServerVerdict server) {
    return new PartKey(
        IpAddress.parse(service.vip()),
        Mode.valueOf(service.mode().known().name()),
        Tunnels.of(service),
        server.address());
  }

  private enum Boot {
    SAME,
    ANOTHER,
    UNKNOWN
  }

  /** Which boot its node's report is about, if there are a node and a report. */
  private static Optional<Boot> boot(Cluster cluster, RealServerVerdict server) {
    return server
        .node()
        .flatMap(cluster::node)
        .flatMap(node -> cluster.report(node.name()).map(report -> boot(node, report)));
  }

  /** Whether the report is about the boot that the Node is in; a Node need not say which. */
  private static Boot boot(ClusterNode node, LvsNodeStatus report) {
    if (node.bootId().isEmpty()) {
      return Boot.SAME;
    }
    if (report.bootID().isEmpty()) {
      return Boot.UNKNOWN;
    }
    return node.bootId().equals(report.bootID()) ? Boot.SAME : Boot.ANOTHER;
  }
}
