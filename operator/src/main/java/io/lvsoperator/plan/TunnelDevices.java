package io.lvsoperator.plan;

import io.lvsoperator.model.Family;
import java.util.List;

/** The devices on which a real server's packets come out of their tunnel. */
final class TunnelDevices {
  private TunnelDevices() {}

  /** {@return their names, of every type, for packets of this family} */
  static List<String> names(Family family) {
    return switch (family) {
      case IPV4 -> List.of("tunl0", "lvs-gre");
      case IPV6 -> List.of("ip6tnl0", "lvs-gre6");
    };
  }
}
