package io.lvsoperator.netlink;

/**
 * Idle timeouts of connections in seconds, {@code ipvsadm --set}; 0 leaves a value as it is.
 *
 * @param tcp of established TCP connections
 * @param tcpFin after a FIN
 * @param udp of UDP
 */
public record IpvsTimeouts(int tcp, int tcpFin, int udp) {}
