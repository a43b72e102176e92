package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Way;
import io.lvsoperator.protocol.Answer;
import io.lvsoperator.protocol.Request;
import io.lvsoperator.protocol.Stored;
import io.lvsoperator.translate.snapshot.Cluster;
import io.lvsoperator.translate.snapshot.ClusterNode;
import io.lvsoperator.translate.snapshot.Declared;
import io.lvsoperator.translate.snapshot.Evidence;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a real server is ready for its service's director, as their ForwardingRequest shows it.
 * The director itself knows more: what it has asked for when.
 */
final class Eligibilities {
  private Eligibilities() {}

  /** What the service's director asks of the real server's node, as far as it is known here. */
  static Optional<Stored> stored(
      Cluster cluster, Optional<String> director, RealServerVerdict server) {
    return director
        .filter(_ -> server.isManaged())
        .flatMap(d -> server.node().flatMap(node -> cluster.request(d, node)));
  }

  static Eligibility of(
      Cluster cluster,
      Declared<LvsServiceSpec, LvsServiceStatus> service,
      RealServerVerdict server,
      Optional<Stored> stored,
      Optional<Attachment> attachment) {
    if (isAskedByNobody(cluster, server) || way(service.spec()).mode() == Mode.FULLNAT) {
      return Eligibility.IN_PLACE;
    }
    return stored
        .flatMap(there -> attachment.map(wanted -> answered(cluster, there, wanted)))
        .orElse(Eligibility.UNKNOWN);
  }

  private static Eligibility answered(Cluster cluster, Stored stored, Attachment attachment) {
    Optional<Answer> answer = stored.answer();
    boolean anotherBoot =
        cluster
            .node(stored.node())
            .flatMap(ClusterNode::bootId)
            .filter(boot -> answer.filter(a -> !a.bootId().equals(boot)).isPresent())
            .isPresent();
    if (anotherBoot || answer.filter(a -> a.excepts(attachment.id())).isPresent()) {
      return Eligibility.NOT_IN_PLACE;
    }
    boolean acknowledged =
        stored
            .request()
            .filter(request -> asks(request, attachment))
            .filter(
                request ->
                    answer
                        .flatMap(Answer::acknowledged)
                        .filter(
                            new Answer.Acknowledged(request.bootId(), request.sequence())::equals)
                        .isPresent())
            .isPresent();
    return acknowledged ? Eligibility.IN_PLACE : Eligibility.UNKNOWN;
  }

  private static boolean asks(Request request, Attachment attachment) {
    return request.attachments().stream().anyMatch(a -> a.id().equals(attachment.id()));
  }

  /** The ways and what is known of each, before anybody has asked; empty where nobody asks. */
  static Optional<Map<Way, Eligibility>> ways(Cluster cluster, RealServerVerdict server) {
    return isAskedByNobody(cluster, server) ? Optional.empty() : Optional.of(Map.of());
  }

  private static boolean isAskedByNobody(Cluster cluster, RealServerVerdict server) {
    return !server.isManaged() || cluster.snapshot().evidence() == Evidence.ASSUMED;
  }

  /** What a real server of this service needs. */
  static Attachment attachment(
      Declared<LvsServiceSpec, LvsServiceStatus> service, RealServerVerdict server) {
    return Attachment.of(
        service.name(),
        IpAddress.parse(service.spec().vip()),
        server.address(),
        way(service.spec()),
        DirectedServices.ports(service.spec(), Map.of()));
  }

  private static Way way(LvsServiceSpec spec) {
    return new Way(Mode.valueOf(spec.mode().known().name()), Tunnels.of(spec));
  }
}
