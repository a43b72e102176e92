package io.lvsoperator.e2e.bed;

/**
 * What the product may change on a node, as the text that an administrator's tools print:
 * addresses, rules, routes, ipvs, nftables and sysctls. Two equal texts are the proof that
 * everything was given back.
 *
 * @param text of all of them
 */
public record NodeState(String text) {

  private static final String SCRIPT =
      """
      echo "# ip addr"; ip addr
      echo "# ip rule"; ip rule
      echo "# ip -6 rule"; ip -6 rule
      echo "# ip route show table all"; ip route show table all
      echo "# ipvsadm -Sn"; ipvsadm -Sn
      echo "# nft list ruleset"; nft list ruleset
      echo "# sysctls"
      cd /proc/sys/net/ipv4; grep -rs . conf vs ip_forward | sort
      """;

  /** Reads it from a node. */
  public static NodeState of(Node node) {
    // Duplicate address detection of the link-local addresses ends by itself.
    return new NodeState(node.sh(SCRIPT).replace(" tentative", ""));
  }
}
