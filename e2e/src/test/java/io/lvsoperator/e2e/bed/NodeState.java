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
    return new NodeState(PASSING.matcher(node.state()).replaceAll(""));
  }

  /**
   * What differs from a state before, a line each: what came after a plus, what went after a minus.
   *
   * <p>What a module has left that was loaded since then does not count: fallback devices that are
   * down and have no address, with their sysctls. Of one that was so before too only the IPv4
   * sysctls count: having been up once leaves traces that nobody can take back, a queueing
   * discipline and IPv6 sysctls. A fallback device that is up or has an address, now or before,
   * counts.
   */
  public List<String> changes(NodeState before) {
    Set<String> left = idleFallbacks();
    left.removeAll(before.devices());
    Set<String> idle = idleFallbacks();
    idle.retainAll(before.idleFallbacks());
    List<String> now = without(left, idle);
    List<String> then = before.without(Set.of(), idle);
    if (now.equals(then)) {
      return List.of();
    }
    List<String> changes = new ArrayList<>();
    minus(then, now).forEach(line -> changes.add("- " + line));
    minus(now, then).forEach(line -> changes.add("+ " + line));
    return changes.isEmpty() ? List.of("the same lines in another order") : changes;
  }

  private static List<String> minus(List<String> lines, List<String> others) {
    List<String> rest = new ArrayList<>(lines);
    others.forEach(rest::remove);
    return rest;
  }

  private List<String> without(Set<String> left, Set<String> idle) {
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
    return lines;
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
