package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * A port of an {@link Attachment}, or a range of them. A whole address is the range from 1 to
 * 65535. What JSON may leave out is left out, so that two of the same meaning are equal.
 *
 * @param protocol the transport protocol; absent: TCP
 * @param port the first port on the VIP, 1 to 65535
 * @param endPort the last port on the VIP, above {@code port}; absent: {@code port}
 * @param targetPort the first port on the real server, 1 to 65535; absent: {@code port}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AttachmentPort(
    @OptionalJson Optional<Lenient<PortProtocol>> protocol,
    Integer port,
    @OptionalJson Optional<Integer> endPort,
    @OptionalJson Optional<Integer> targetPort) {

  /** Fills in what JSON left out, and leaves out what goes without saying. */
  public AttachmentPort {
    int first = Given.or(0, port);
    protocol = Given.optional(protocol).filter(p -> !p.is(PortProtocol.TCP));
    port = first;
    endPort = Given.optional(endPort).filter(last -> last != first);
    targetPort = Given.optional(targetPort).filter(target -> target != first);
  }

  /** The ports {@code port} to {@code endPort}, on the real server from {@code targetPort} on. */
  public static AttachmentPort of(PortProtocol protocol, int port, int endPort, int targetPort) {
    return new AttachmentPort(
        Optional.of(Lenient.of(protocol)), port, Optional.of(endPort), Optional.of(targetPort));
  }

  /** The transport protocol. */
  public Lenient<PortProtocol> transport() {
    return protocol.orElse(Lenient.of(PortProtocol.TCP));
  }

  /** The last port on the VIP, the same as the first where it is one port. */
  public int lastPort() {
    return endPort.orElse(port);
  }

  /** The first port on the real server. */
  public int realServerPort() {
    return targetPort.orElse(port);
  }
}
