package io.lvsoperator.model;

import java.util.HashSet;
import java.util.Set;

/** Rules of a FULLNAT real server: what its director sends to a port gets a mark. */
public final class MarkingRules {
  /** The mark. */
  public static final PacketMark MARK = new PacketMark(0x7f, 0x7f);

  private MarkingRules() {}

  /** {@return one for each of these ports, and the one for the replies} */
  public static PacketRules of(int... ports) {
    Set<PacketRule> rules = new HashSet<>();
    for (int port : ports) {
      rules.add(
          new PacketRule.MarkFromDirector(
              "eth0",
              MacAddress.parse("02:00:00:00:00:01"),
              IpAddress.parse("10.23.190.76"),
              Protocol.TCP,
              PortRange.of(port),
              MARK));
    }
    rules.add(new PacketRule.MarkReplies(MARK));
    return new PacketRules(rules);
  }
}
