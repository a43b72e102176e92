package io.lvsoperator.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What one real server needs for one service: the director may send it such packets. An edit of
 * mode, tunnel or ports makes another attachment, which stands beside the first one until that is
 * drained.
 *
 * @param id the hash of the rest, 16 hexadecimal digits
 * @param service the LvsService object
 * @param vip the address that clients write
 * @param address the real server's address
 * @param way how packets reach it
 * @param ports the service's ports, none of them with a firewall mark: marks are the director's
 */
public record Attachment(
    String id,
    ServiceRef service,
    IpAddress vip,
    IpAddress address,
    Way way,
    List<PortMapping> ports) {

  private static final int ID_BYTES = 8;

  /** Copies the list. */
  public Attachment {
    ports = List.copyOf(ports);
  }

  /** {@return the attachment with this content} */
  public static Attachment of(
      ServiceRef service, IpAddress vip, IpAddress address, Way way, List<PortMapping> ports) {
    List<PortMapping> unmarked = ports.stream().map(PortMapping::withoutMark).toList();
    String content =
        String.join("\n", "" + service, "" + vip, "" + address, "" + key(way), "" + unmarked);
    return new Attachment(hash(content), service, vip, address, way, unmarked);
  }

  private static String key(Way way) {
    return way.mode() + " " + way.tunnel().map(t -> t.option()).orElse("");
  }

  /** {@return whether it takes packets of the same service in the same place, whatever the way} */
  public boolean isOfSamePlace(Attachment other) {
    return service.equals(other.service) && vip.equals(other.vip) && address.equals(other.address);
  }

  /** {@return whether the node must do something for it: in FULLNAT it need not} */
  public boolean isAsked() {
    return switch (way.mode()) {
      case NAT, DR, TUN -> true;
      case FULLNAT -> false;
    };
  }

  /** {@return a short hash of this text, 16 hexadecimal digits} */
  public static String hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
