package io.lvsoperator.e2e;

import io.lvsoperator.e2e.bed.Node;

/**
 * A client whose firewall drops what would tell it that its packets are too big for some link on
 * the way: a large upload through a tunnel then hangs unless somebody clamps the segment size.
 */
final class FilteredIcmp implements AutoCloseable {

  private static final String ON =
      """
      nft -f - <<END
      table inet filteredicmp {
        chain in { type filter hook input priority raw; policy accept;
          icmp type destination-unreachable icmp code frag-needed counter drop
          icmpv6 type packet-too-big counter drop
        }
      }
      END
      """;
  private static final String OFF = "nft delete table inet filteredicmp";

  /** What the node has learned of paths would outlive the test by ten minutes. */
  private static final String FORGET = "ip route flush cache; ip -6 route flush cache";

  private final Node client;

  private FilteredIcmp(Node client) {
    this.client = client;
  }

  /** Begins to drop, and forgets what the node has learned of paths. */
  static FilteredIcmp at(Node client) {
    client.sh(ON + FORGET);
    return new FilteredIcmp(client);
  }

  /** Lets a node forget what it has learned of paths. */
  static void forget(Node client) {
    client.sh(FORGET);
  }

  @Override
  public void close() {
    client.sh(OFF);
  }
}
