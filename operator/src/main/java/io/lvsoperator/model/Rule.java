package io.lvsoperator.model;

/**
 * A routing rule that sends packets with a firewall mark to a table.
 *
 * @param family the packets' family
 * @param priority where it stands; lower is earlier
 * @param mark which mark, under its mask
 * @param table the routing table's number
 * @param protocol who added it ({@code FRA_PROTOCOL}); {@link Ownership#PROTOCOL} is us
 */
public record Rule(Family family, int priority, PacketMark mark, int table, int protocol) {
  /** {@return the rule as {@code ip rule} writes it, without the verb} */
  public String options() {
    return "pref " + priority + " fwmark " + mark + " lookup " + table + " protocol " + protocol;
  }
}
