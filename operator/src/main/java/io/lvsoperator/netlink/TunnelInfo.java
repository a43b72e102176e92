package io.lvsoperator.netlink;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What a tunnel device takes packets from and at.
 *
 * @param local its own address; empty for any
 * @param remote the other end's; empty for any
 * @param inputChecksum whether GRE packets without a checksum are dropped ({@code icsum})
 */
public record TunnelInfo(
    Optional<InetAddress> local, Optional<InetAddress> remote, boolean inputChecksum) {}
