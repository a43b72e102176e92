package io.lvsoperator.e2e.bed;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the product may change on a node, as the text that an administrator's tools print:
 * interfaces, addresses, rules and routes of both families, ports of foo-over-UDP, ipvs with its
 * timeouts and daemons, nftables and sysctls. Two equal texts are the proof that everything was
 * given back.
 *
 * @param text of all of them
 */
public record NodeState(String text) {

  /** Asking for ports of foo-over-UDP would load its module, so only where it is loaded. */
  private static final String SCRIPT =
      """
      echo "# interfaces, addresses, rules, routes"
      ip -d -batch - <<END
      addr
      rule
      route show table all
      END
      echo "# ip -6 rule"; ip -6 rule
      echo "# ip fou show"; [ ! -d /sys/module/fou ] || ip fou show
      echo "# ipvs"; ipvsadm -Sn; ipvsadm -l --timeout; ipvsadm -l --daemon
      echo "# nft list ruleset"; nft list ruleset
      echo "# sysctls"
      cd /proc/sys/net; grep -rs . ipv4/conf ipv4/vs ipv4/ip_forward ipv6/conf | sort
      """;

  /**
   * Duplicate address detection ends by itself, lifetimes pass, captures begin and end, counters
   * count.
   */
  private static final Pattern PASSING =
      Pattern.compile(
          " tentative| promiscuity \\d+|(?<=expires )\\d+sec|(?<=_lft )\\d+sec"
              + "|(?<=counter )packets \\d+ bytes \\d+");

  /** Devices that a module makes in every network namespace when it is loaded. */
  private static final Set<String> FALLBACKS =
      Set.of(
          "tunl0",
          "gre0",
          "gretap0",
          "erspan0",
          "ip_vti0",
          "sit0",
          "ip6tnl0",
          "ip6gre0",
          "ip6_vti0");

  private static final Pattern DEVICE = Pattern.compile("\\d+: ([^@:]+)(?:@\\S+)?: <([^>]*)>.*");
  private static final Pattern SYSCTL = Pattern.compile("ipv[46]/conf/([^/]+)/.*");

  /** Reads it from a node. */
  public static NodeState of(Node node) {
    return new NodeState(PASSING.matcher(node.sh(SCRIPT)).replaceAll(""));
  }

  /**
   * The text without what a module that was loaded since then has left: fallback devices that are
   * down and have no address, with their sysctls. One that was so before too stays with its IPv4
   * sysctls alone: having been up once leaves traces that nobody can take back, a queueing
   * discipline and IPv6 sysctls. A fallback device that is up or has an address, now or before,
   * stays in the text.
   */
  public String since(NodeState before) {
    Set<String> left = idleFallbacks();
    left.removeAll(before.devices());
    return without(left, idleWith(before));
  }

  /** The text with which {@link #since} is compared. */
  public String until(NodeState after) {
    return without(Set.of(), idleWith(after));
  }

  /** Whether nothing differs but what {@link #since} leaves out. */
  public boolean equalTo(NodeState before) {
    return since(before).equals(before.until(this));
  }

  /** The fallback devices that do nothing in both. */
  private Set<String> idleWith(NodeState other) {
    Set<String> idle = idleFallbacks();
    idle.retainAll(other.idleFallbacks());
    return idle;
  }

  private String without(Set<String> left, Set<String> idle) {
    List<String> lines = new ArrayList<>();
    String device = "";
    for (String line : text.lines().toList()) {
      Matcher start = DEVICE.matcher(line);
      if (start.matches()) {
        device = start.group(1);
      } else if (!line.startsWith(" ")) {
        device = "";
      }
      Matcher sysctl = SYSCTL.matcher(line);
      String about = sysctl.matches() ? sysctl.group(1) : device;
      boolean kept = sysctl.matches() && line.startsWith("ipv4/");
      if (!left.contains(about) && (kept || !idle.contains(about))) {
        lines.add(line);
      }
    }
    return String.join("\n", lines);
  }

  private Set<String> devices() {
    return text.lines()
        .map(DEVICE::matcher)
        .filter(Matcher::matches)
        .map(start -> start.group(1))
        .collect(Collectors.toSet());
  }

  private Set<String> idleFallbacks() {
    Set<String> idle = new TreeSet<>();
    String device = "";
    for (String line : text.lines().toList()) {
      Matcher start = DEVICE.matcher(line);
      if (start.matches()) {
        device = start.group(1);
        if (FALLBACKS.contains(device) && !List.of(start.group(2).split(",")).contains("UP")) {
          idle.add(device);
        }
      } else if (line.startsWith("    inet")) {
        idle.remove(device);
      }
    }
    return idle;
  }
}
