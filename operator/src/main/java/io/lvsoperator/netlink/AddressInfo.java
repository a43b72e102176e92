package io.lvsoperator.netlink;

import java.net.InetAddress;

/**
 * An address on an interface, as {@code ip addr} shows it.
 *
 * @param interfaceIndex where it is
 * @param address the interface's own address
 * @param prefixLength of its subnet
 * @param protocol who added it ({@code IFA_PROTO}); 0 before Linux 5.18 and where nobody said
 * @param scope {@code RT_SCOPE_*}: 0 global, 253 link, 254 host
 */
public record AddressInfo(
    int interfaceIndex, InetAddress address, int prefixLength, int protocol, int scope) {}
