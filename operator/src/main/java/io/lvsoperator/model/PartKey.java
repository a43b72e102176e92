package io.lvsoperator.model;

/**
 * Names what a node has in place as a real server: the evidence by which directors let it in.
 *
 * @param vip the service's address
 * @param mode how packets reach the node
 * @param tunnel the tunnel's name in TUN, else empty
 * @param address the real server's address
 */
public record PartKey(IpAddress vip, Mode mode, String tunnel, IpAddress address) {}
