package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.Acknowledgement;
import io.lvsoperator.api.v1alpha1.AttachmentException;
import io.lvsoperator.api.v1alpha1.AttachmentPort;
import io.lvsoperator.api.v1alpha1.ForwardingRequestSpec;
import io.lvsoperator.api.v1alpha1.ForwardingRequestStatus;
import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.PortProtocol;
import io.lvsoperator.api.v1alpha1.RequestIdentity;
import io.lvsoperator.api.v1alpha1.ServiceMode;
import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Way;
import io.lvsoperator.protocol.Answer;
import io.lvsoperator.protocol.Identity;
import io.lvsoperator.protocol.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** ForwardingRequests between the API's words and the protocol's. */
public final class ForwardingRequests {
  /** A request with something that this version does not know is of an unknown protocol. */
  private static final int UNKNOWN = -1;

  private static final int MOST_EXCEPTIONS = 256;

  private ForwardingRequests() {}

  /** {@return a request in the API's words} */
  public static ForwardingRequestSpec spec(Request request) {
    return new ForwardingRequestSpec(
        request.director(),
        request.node(),
        request.protocol(),
        request.bootId(),
        request.sequence(),
        identity(request.identity()),
        request.attachments().stream().map(ForwardingRequests::attachment).toList());
  }

  /** {@return an identity in the API's words} */
  public static List<RequestIdentity> identity(List<Identity> identity) {
    return identity.stream()
        .map(
            one ->
                new RequestIdentity(
                    one.link(),
                    Optional.of(one.mac().toString()),
                    one.addresses().stream().map(Subnet::toString).toList()))
        .toList();
  }

  /** {@return an attachment in the API's words} */
  public static io.lvsoperator.api.v1alpha1.Attachment attachment(Attachment one) {
    return new io.lvsoperator.api.v1alpha1.Attachment(
        one.id(),
        one.service().toString(),
        one.vip().toString(),
        one.address().toString(),
        Lenient.parse(ServiceMode.class, one.way().mode().name()),
        one.way().tunnel().map(Tunnels::reported),
        one.ports().stream()
            .map(
                port ->
                    AttachmentPort.of(
                        PortProtocol.valueOf(port.protocol().name()),
                        port.ports().first(),
                        port.ports().last(),
                        port.targetPort()))
            .toList());
  }

  /**
   * {@return a request as it was asked} With anything in it that this version cannot read it is of
   * a protocol that nobody knows.
   */
  public static Request request(ForwardingRequestSpec spec) {
    Optional<List<Attachment>> attachments = attachments(spec.attachments());
    Optional<List<Identity>> identity = identities(spec.identity());
    boolean known = attachments.isPresent() && identity.isPresent();
    return new Request(
        spec.director(),
        spec.node(),
        known ? spec.protocol() : UNKNOWN,
        spec.bootID(),
        spec.sequence(),
        identity.orElse(List.of()),
        attachments.orElse(List.of()));
  }

  private static Optional<List<Attachment>> attachments(
      List<io.lvsoperator.api.v1alpha1.Attachment> all) {
    try {
      return Optional.of(all.stream().map(ForwardingRequests::known).toList());
    } catch (IllegalArgumentException | IllegalStateException unknown) {
      return Optional.empty();
    }
  }

  /** {@return identities as they were asked; empty with one that this version cannot read} */
  public static Optional<List<Identity>> identities(List<RequestIdentity> all) {
    try {
      return Optional.of(
          all.stream()
              .map(
                  one ->
                      new Identity(
                          one.interfaceName(),
                          MacAddress.parse(one.mac().orElse("")),
                          one.addresses().stream().map(Subnet::parse).toList()))
              .toList());
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  /**
   * {@return an attachment as it was asked}
   *
   * @throws IllegalArgumentException or IllegalStateException if this version cannot read it
   */
  public static Attachment known(io.lvsoperator.api.v1alpha1.Attachment one) {
    Mode mode = Mode.valueOf(one.mode().known().name());
    String[] service = one.service().split("/", 2);
    if (service.length != 2) {
      throw new IllegalArgumentException("no namespace: " + one.service());
    }
    return new Attachment(
        one.id(),
        new ServiceRef(service[0], service[1]),
        IpAddress.parse(one.vip()),
        IpAddress.parse(one.address()),
        new Way(mode, tunnel(one, mode)),
        one.ports().stream().map(ForwardingRequests::port).toList());
  }

  private static Optional<io.lvsoperator.model.Forwarding.Tunnel> tunnel(
      io.lvsoperator.api.v1alpha1.Attachment one, Mode mode) {
    if (mode != Mode.TUN) {
      return Optional.empty();
    }
    return Optional.of(
        Tunnels.known(one.tunnel().orElse(io.lvsoperator.api.v1alpha1.Tunnel.DEFAULT))
            .orElseThrow(() -> new IllegalArgumentException("an unknown tunnel")));
  }

  private static PortMapping port(AttachmentPort port) {
    return new PortMapping(
        Protocol.valueOf(port.transport().known().name()),
        new PortRange(port.port(), port.lastPort()),
        port.realServerPort(),
        Optional.empty());
  }

  /**
   * {@return an answer in the API's words}
   *
   * @param attachments how many it is about
   */
  public static ForwardingRequestStatus status(Answer answer, int attachments) {
    Map<String, Answer.Refusal> exceptions = answer.exceptions();
    int inPlace = exceptions.containsKey(Answer.ALL) ? 0 : attachments - exceptions.size();
    return new ForwardingRequestStatus(
        Optional.of(answer.bootId()),
        answer.acknowledged().map(ack -> new Acknowledgement(ack.bootId(), ack.sequence())),
        exceptions(exceptions),
        Optional.of(inPlace + "/" + attachments));
  }

  /**
   * Where they have no room, everything is an exception: no weight is better than a lost packet.
   */
  private static List<AttachmentException> exceptions(Map<String, Answer.Refusal> exceptions) {
    if (exceptions.size() > MOST_EXCEPTIONS) {
      Answer.Refusal first = exceptions.values().iterator().next();
      return List.of(
          new AttachmentException(
              Answer.ALL,
              first.reason(),
              "%d attachments, the first: %s".formatted(exceptions.size(), first.message())));
    }
    return exceptions.entrySet().stream()
        .map(
            e -> new AttachmentException(e.getKey(), e.getValue().reason(), e.getValue().message()))
        .toList();
  }

  /** {@return an answer as it was given; empty where the status says nothing} */
  public static Optional<Answer> answer(ForwardingRequestStatus status) {
    Map<String, Answer.Refusal> exceptions = new TreeMap<>();
    status
        .exceptions()
        .forEach(e -> exceptions.put(e.id(), new Answer.Refusal(e.reason(), e.message())));
    return status
        .bootID()
        .map(
            boot ->
                Answer.of(
                    boot,
                    status
                        .acknowledged()
                        .map(ack -> new Answer.Acknowledged(ack.bootID(), ack.sequence())),
                    exceptions));
  }
}
