package io.lvsoperator.model;

import java.util.List;
import java.util.Optional;

/**
 * An attachment that this node carries out as a real server.
 *
 * @param attachment what is asked for
 * @param directors who asks for it
 */
public record HostedPart(Attachment attachment, List<DirectorPeer> directors) {
  /** Copies the list. */
  public HostedPart {
    directors = List.copyOf(directors);
  }

  /** {@return the attachment's id, which names this part everywhere} */
  public String id() {
    return attachment.id();
  }

  /** {@return the LvsService object} */
  public ServiceRef service() {
    return attachment.service();
  }

  /** {@return the address that clients write} */
  public IpAddress vip() {
    return attachment.vip();
  }

  /** {@return the real server's address} */
  public IpAddress address() {
    return attachment.address();
  }

  /** {@return how packets reach it} */
  public Mode mode() {
    return attachment.way().mode();
  }

  /** {@return how they are wrapped, in TUN alone} */
  public Optional<Forwarding.Tunnel> tunnel() {
    return attachment.way().tunnel();
  }

  /** {@return the service's ports} */
  public List<PortMapping> ports() {
    return attachment.ports();
  }
}
