package io.lvsoperator.doctor;

import io.lvsoperator.model.Family;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.VirtualServerKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The virtual servers in {@code /proc/net/ip_vs}. That file is there only while {@code ip_vs} is
 * loaded, and reading it needs no privilege; asking by netlink would load the module.
 */
public final class IpvsTable {
  private static final Pattern ADDRESS = Pattern.compile("(TCP|UDP|SCTP) +(\\S+):([0-9A-F]{4}) .*");
  private static final Pattern MARK = Pattern.compile("FWM +([0-9A-F]{8}) .*");

  private IpvsTable() {}

  /** {@return the keys, in the kernel's order} */
  public static List<VirtualServerKey> parse(String text) {
    return text.lines().map(IpvsTable::key).flatMap(Optional::stream).toList();
  }

  private static Optional<VirtualServerKey> key(String line) {
    Matcher address = ADDRESS.matcher(line);
    if (address.matches()) {
      return Optional.of(
          new VirtualServerKey.Endpoint(
              address(address.group(2)),
              Protocol.valueOf(address.group(1)),
              Integer.parseInt(address.group(3), 16)));
    }
    Matcher mark = MARK.matcher(line);
    // The file does not tell the family of a mark.
    return mark.matches()
        ? Optional.of(
            new VirtualServerKey.FirewallMark(
                Integer.parseUnsignedInt(mark.group(1), 16), Family.IPV4))
        : Optional.empty();
  }

  /** {@code 0A170A01}, or {@code [fd00:0000:...:0100]}. */
  private static IpAddress address(String text) {
    return text.startsWith("[")
        ? IpAddress.parse(text.substring(1, text.length() - 1))
        : IpAddress.of(HexFormat.of().parseHex(text));
  }
}
