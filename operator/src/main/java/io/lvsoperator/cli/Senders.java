package io.lvsoperator.cli;

import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.ServiceRef;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which directors may still send packets to this node, for which VIPs. Pure.
 *
 * @param vips the VIPs by director
 * @param realServers what this node is called there
 */
record Senders(SortedMap<String, SortedSet<IpAddress>> vips, SortedSet<ServiceRef> realServers) {
  /** {@return the parts that packets need here: in FULLNAT, a real server has nothing} */
  static List<HostedPart> needed(Collection<HostedPart> parts) {
    return parts.stream().filter(part -> part.key().mode() != Mode.FULLNAT).toList();
  }

  /**
   * {@return who may send}
   *
   * @param parts what this node has as a real server
   * @param known what is known of the directors
   * @param self this node, whose own part as a director goes with the rest
   */
  static Senders of(Collection<HostedPart> parts, Intent known, Optional<String> self) {
    SortedMap<String, SortedSet<IpAddress>> vips = new TreeMap<>();
    SortedSet<ServiceRef> realServers = new TreeSet<>();
    for (HostedPart part : needed(parts)) {
      for (String director : known.sendersToVip(part)) {
        if (!self.equals(Optional.of(director))) {
          vips.computeIfAbsent(director, _ -> new TreeSet<>()).add(part.key().vip());
          realServers.add(part.realServer());
        }
      }
    }
    return new Senders(vips, realServers);
  }

  boolean nobody() {
    return vips.isEmpty();
  }

  /**
   * {@return who sends, why that matters, and what to do}
   *
   * @param source where that is known from
   */
  String sentence(String source) {
    String directors =
        vips.entrySet().stream()
            .map(e -> "%s (%s)".formatted(e.getKey(), join(e.getValue())))
            .collect(Collectors.joining(", "));
    String commands =
        realServers.stream()
            .map(
                server ->
                    "kubectl -n %s annotate lvsrs %s lvsoperator.io/state=OutOfService"
                        .formatted(server.namespace(), server.name()))
            .collect(Collectors.joining("; "));
    return ("by %s, directors may still send packets here: %s; with this node's part gone, those would"
            + " go back and forth between it and the director, or their answers astray. Take its"
            + " RealServers out of service (%s), wait until the directors' LvsNodes name them no more,"
            + " and try again; --force gives the node back all the same")
        .formatted(source, directors, commands);
  }

  private static String join(Collection<?> all) {
    return all.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
