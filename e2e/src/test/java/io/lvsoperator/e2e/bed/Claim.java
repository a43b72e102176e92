package io.lvsoperator.e2e.bed;

import java.time.Duration;

/**
 * Frames by which a machine said that an address is its own.
 *
 * @param machine whose port of the bridge they came from
 * @param mac the MAC address that they gave the address
 * @param kind arp-reply, arp-request (the address is the sender's there), advertisement, or
 *     solicitation (the address is the sender's)
 * @param frames how many
 * @param first when the first came, since listening began
 * @param last when the last came, since listening began
 */
public record Claim(
    String machine, String mac, String kind, int frames, Duration first, Duration last) {}
