package io.lvsoperator.model;

import java.util.Optional;

/**
 * A network interface.
 *
 * @param index the kernel's number
 * @param name such as {@code eth0}
 * @param mac its Ethernet address, if it has one
 * @param mtu in bytes
 * @param up whether it is administratively up
 * @param loopback whether it is a loopback
 * @param kind what made it ({@code veth}, {@code dummy}, {@code ipip}, ...), empty for hardware
 */
public record Link(
    int index,
    String name,
    Optional<MacAddress> mac,
    int mtu,
    boolean up,
    boolean loopback,
    String kind) {}
