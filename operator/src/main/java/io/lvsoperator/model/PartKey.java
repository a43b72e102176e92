package io.lvsoperator.model;

import java.util.Optional;

/**
 * Names what a node has in place as a real server: the evidence by which directors let it in.
 *
 * @param vip the service's address
 * @param mode how packets reach the node
 * @param tunnel how they are wrapped, in TUN alone: a node that unwraps another port or checksum
 *     does not have this part
 * @param address the real server's address
 */
public record PartKey(
    IpAddress vip, Mode mode, Optional<Forwarding.Tunnel> tunnel, IpAddress address) {
  /** A part without a tunnel. */
  public PartKey(IpAddress vip, Mode mode, IpAddress address) {
    this(vip, mode, Optional.empty(), address);
  }
}
