package io.lvsoperator.e2e;

import io.lvsoperator.e2e.bed.Bed;
import java.util.List;

/** Whether somebody's firewall stands on the director and on the real server. */
enum Firewall {
  /** Nobody's. */
  NONE,

  /**
   * What kube-proxy has in FORWARD, and others in INPUT too: packets that conntrack calls invalid
   * are dropped.
   */
  KUBE_PROXY;

  private static final String DROP =
      """
      nft -f - <<X
      table ip kube-proxy-like {
        chain forward { type filter hook forward priority filter; policy accept;
          ct state invalid counter drop
        }
        chain input { type filter hook input priority filter; policy accept;
          ct state invalid counter drop
        }
      }
      X
      """;

  /** Puts it on these nodes. */
  void set(Bed bed, List<String> nodes) {
    onEach(bed, nodes, this == NONE ? ":" : DROP);
  }

  /** Takes it away again. */
  void clear(Bed bed, List<String> nodes) {
    onEach(bed, nodes, this == NONE ? ":" : "nft delete table ip kube-proxy-like");
  }

  private static void onEach(Bed bed, List<String> nodes, String script) {
    nodes.forEach(node -> bed.node(node).sh(script));
  }
}
