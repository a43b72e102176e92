package io.lvsoperator.kernel;

/**
 * All ports of one network namespace.
 *
 * @param ipvs virtual servers
 * @param links interfaces
 * @param fouPorts UDP ports at which tunnels end
 * @param addresses addresses
 * @param routes routes and rules
 * @param sysctls kernel parameters
 * @param packetTable our nftables table
 * @param announcements ARP and neighbour discovery
 * @param sockets who listens
 */
public record Kernel(
    Ipvs ipvs,
    Links links,
    FouPorts fouPorts,
    Addresses addresses,
    Routes routes,
    Sysctls sysctls,
    PacketTable packetTable,
    Announcements announcements,
    Sockets sockets) {}
