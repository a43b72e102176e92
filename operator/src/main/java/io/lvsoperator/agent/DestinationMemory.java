package io.lvsoperator.agent;

import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The destinations of each virtual server as they were read last, and when that was. */
final class DestinationMemory {
  /** What is as old as this is read at the next tick. */
  static final Duration LONGEST = Duration.ofSeconds(10);

  /** What is younger than this is not read by a tick. */
  static final Duration SHORTEST = Duration.ofSeconds(5);

  private final Map<VirtualServerKey, Known> known = new HashMap<>();
  private final Set<VirtualServerKey> read = new HashSet<>();
  private Instant now = Instant.MIN;

  private record Known(VirtualServerState state, Instant at) {}

  /** Begins a pass, and forgets what it shall read. */
  void begin(Reading reading, Instant at) {
    now = at;
    read.clear();
    switch (reading) {
      case EVERYTHING -> known.clear();
      case IN_TURN -> forget(due());
      case WHAT_CHANGES -> {}
    }
  }

  /** The oldest half; of a clock that went back nobody knows how old something is. */
  private Set<VirtualServerKey> due() {
    List<Map.Entry<VirtualServerKey, Known>> oldest =
        known.entrySet().stream()
            .filter(e -> isOlder(e.getValue(), SHORTEST))
            .sorted(Comparator.comparing(e -> e.getValue().at()))
            .toList();
    int half = (known.size() + 1) / 2;
    Set<VirtualServerKey> due = new HashSet<>();
    for (Map.Entry<VirtualServerKey, Known> entry : oldest) {
      if (due.size() < half || isOlder(entry.getValue(), LONGEST)) {
        due.add(entry.getKey());
      }
    }
    return due;
  }

  private boolean isOlder(Known what, Duration age) {
    return what.at().isAfter(now) || !what.at().plus(age).isAfter(now);
  }

  /** Forgets these: they are read when they are asked for. */
  void forget(Collection<VirtualServerKey> servers) {
    known.keySet().removeAll(Set.copyOf(servers));
  }

  /** Forgets all but these, which the kernel has. */
  void keep(List<VirtualServer> servers) {
    known.keySet().retainAll(servers.stream().map(VirtualServer::key).collect(Collectors.toSet()));
  }

  /** {@return what is known of a server; read now where nothing is, or where it has been edited} */
  VirtualServerState of(VirtualServer server, Supplier<VirtualServerState> reader) {
    Known last = known.get(server.key());
    if (last != null && last.state().server().equals(server)) {
      return last.state();
    }
    VirtualServerState fresh = reader.get();
    known.put(server.key(), new Known(fresh, now));
    read.add(server.key());
    return fresh;
  }

  /** {@return the virtual servers that were not read in this pass} */
  Set<VirtualServerKey> notRead() {
    return known.keySet().stream().filter(key -> !read.contains(key)).collect(Collectors.toSet());
  }
}
