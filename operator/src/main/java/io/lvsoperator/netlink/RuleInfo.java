package io.lvsoperator.netlink;

import java.util.Optional;

/**
 * A routing rule, as {@code ip rule} shows it.
 *
 * @param family {@code AF_INET} or {@code AF_INET6}
 * @param priority where it stands; lower is earlier
 * @param table where it leads
 * @param action {@code FR_ACT_*}: 1 looks up the table
 * @param mark the firewall mark that it matches
 * @param mask which bits of the mark count; 0 matches every packet
 * @param inputInterface the interface on which packets arrive, if it matches one
 * @param protocol who added it ({@code FRA_PROTOCOL}); 0 where nobody said
 */
public record RuleInfo(
    int family,
    int priority,
    int table,
    int action,
    int mark,
    int mask,
    Optional<String> inputInterface,
    int protocol) {
  /** {@code FR_ACT_TO_TBL}. */
  public static final int LOOKUP = 1;
}
