package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.lvsoperator.agent.Judge.Use;
import io.lvsoperator.api.v1alpha1.LvsService;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What holds after every single change of any kernel, judged by what the kernels hold and by what
 * the agent that made the change can have known.
 */
final class Invariants {

  private static final Duration SHORTEST_DRAIN = Duration.ofSeconds(3);

  private static final Set<VirtualServerKey> FOREIGN = Set.of(Datacenter.FOREIGN);

  private final Datacenter world;
  private final Coverage coverage;
  private Map<String, String> troubles = new TreeMap<>();
  private Map<String, String> lost = new TreeMap<>();
  private Map<IpAddress, Integer> holders = new HashMap<>();
  private Set<String> audible = new TreeSet<>();
  private final Set<String> served = new HashSet<>();
  private final Map<String, Instant> drained = new HashMap<>();
  private final Map<String, Long> connections = new HashMap<>();
  private Map<String, HasMetadata> view = Map.of();

  Invariants(Datacenter world, Coverage coverage) {
    this.world = world;
    this.coverage = coverage;
  }

  /** An agent begins a pass, and this is what it sees. */
  void begin(Post post, Map<String, HasMetadata> visible) {
    view = visible;
  }

  /** What others did is as it is: agents are not blamed for it. */
  void accept() {
    remember(uses());
    troubles = troubles();
    lost = lost();
    holders = holders();
    audible = audible();
    Map<String, DestinationState> destinations = destinations();
    drained.keySet().retainAll(destinations.keySet());
    connections.clear();
    destinations.forEach((id, state) -> connections.put(id, state.activeConnections()));
  }

  /** An agent has changed its kernel. */
  void changed(Post post, Change change) {
    onlyOneHolder(post);
    Map<String, Use> uses = uses();
    remember(uses);
    Map<String, String> now = troubles();
    now.forEach(
        (id, why) -> {
          if (!troubles.containsKey(id) && matters(uses.get(id), change)) {
            blame(post, uses.get(id), why);
          }
        });
    Map<String, String> gone = lost();
    gone.forEach(
        (id, why) -> {
          if (!lost.containsKey(id) && !uses.get(id).director().equals(post.machine().name)) {
            blameRealServer("RoutesBack", post, uses.get(id), why);
          }
        });
    quiet();
    foreign(post);
    drains(post, change);
    troubles = now;
    lost = gone;
    holders = holders();
    audible = audible();
  }

  /** {@return whether somebody sends connections to this machine} */
  boolean isUsed(Machine machine) {
    return uses().values().stream()
        .anyMatch(u -> u.destination().weight() > 0 && u.address().equals(machine.address));
  }

  private Map<String, Use> uses() {
    Map<String, Use> uses = new TreeMap<>();
    for (Post post : world.posts()) {
      Judge.uses(post.machine(), FOREIGN).forEach(use -> uses.put(use.id(), use));
    }
    return uses;
  }

  private Map<IpAddress, Integer> holders() {
    Map<IpAddress, Integer> holders = new HashMap<>();
    for (IpAddress vip : Inventory.VIPS) {
      for (Post post : world.posts()) {
        if (Judge.announces(post.machine(), vip)) {
          holders.merge(vip, 1, Integer::sum);
        }
      }
    }
    return holders;
  }

  private void onlyOneHolder(Post post) {
    holders()
        .forEach(
            (vip, count) -> {
              if (count > 1 && count > holders.getOrDefault(vip, 0)) {
                throw new Violation(
                    "OneHolder", post.machine().name + " adds " + vip + ", which another node has");
              }
            });
  }

  /** Destinations with weight whose packets get nowhere, and why. */
  private Map<String, String> troubles() {
    Map<String, String> troubles = new TreeMap<>();
    uses()
        .forEach(
            (id, use) -> {
              if (use.destination().weight() > 0) {
                trouble(use).ifPresent(why -> troubles.put(id, why));
              }
            });
    return troubles;
  }

  private Optional<String> trouble(Use use) {
    return world
        .machineWith(use.address())
        .flatMap(server -> Judge.trouble(use, world.post(use.director()).machine(), server));
  }

  /** One that never had weight never had a connection. */
  private void remember(Map<String, Use> uses) {
    served.retainAll(uses.keySet());
    uses.forEach(
        (id, use) -> {
          if (use.destination().weight() > 0) {
            served.add(id);
          }
        });
  }

  /** Destinations of DR and TUN that may have connections, and the real server routes them back. */
  private Map<String, String> lost() {
    Map<String, String> lost = new TreeMap<>();
    uses()
        .forEach(
            (id, use) ->
                world
                    .machineWith(use.address())
                    .filter(_ -> served.contains(id))
                    .filter(server -> use.wrapsOrRoutes() && !server.name.equals(use.director()))
                    .filter(server -> Judge.hidden(server, use.vip()).isEmpty())
                    .filter(server -> Judge.sendsOn(use, server))
                    .ifPresent(server -> lost.put(id, server.name + " has lost " + use.vip())));
    return lost;
  }

  /** While a director does not have the VIP nobody sends it anything; but it shall not begin so. */
  private boolean matters(Use use, Change change) {
    return switch (change) {
      case Change.AddDestination _, Change.EditDestination _ -> true;
      default -> Judge.announces(world.post(use.director()).machine(), use.vip());
    };
  }

  private void blame(Post post, Use use, String why) {
    if (use.director().equals(post.machine().name)) {
      blameDirector(post, use, why);
    } else {
      blameRealServer("PartKept", post, use, why);
    }
  }

  /** A director sends connections nowhere, unless no answer that it has seen could have told. */
  private void blameDirector(Post post, Use use, String why) {
    Post server =
        world.machineWith(use.address()).map(machine -> world.post(machine.name)).orElseThrow();
    if (post.heardOf(server.machine().name) <= server.lostAt()) {
      coverage.count("director that cannot know yet");
      return;
    }
    throw new Violation("InPlace", use + ": " + why);
  }

  /** A real server takes away what a director uses, unless that one is gone from the cluster. */
  private void blameRealServer(String rule, Post post, Use use, String why) {
    if (!view.containsKey("Node/" + use.director())) {
      post.lost(++world.sequence);
      coverage.count("director that was given up");
      return;
    }
    throw new Violation(rule, post.machine().name + ": " + why + " while " + use);
  }

  /** Where an agent puts a VIP that nobody shall hear of, nobody does. */
  private void quiet() {
    audible()
        .forEach(
            place -> {
              if (!audible.contains(place)) {
                throw new Violation("Quiet", place);
              }
            });
  }

  private Set<String> audible() {
    Set<String> audible = new TreeSet<>();
    for (Post post : world.posts()) {
      Inventory.VIPS.stream()
          .filter(vip -> Judge.hidden(post.machine(), vip).isPresent())
          .filter(_ -> !Judge.isQuiet(post.machine()))
          .forEach(vip -> audible.add(post.machine().name + " would answer ARP for " + vip));
    }
    return audible;
  }

  private void foreign(Post post) {
    Machine machine = post.machine();
    boolean server =
        machine.kernel.ipvs.virtualServers().stream()
            .filter(s -> s.server().key().equals(Datacenter.FOREIGN))
            .anyMatch(
                s ->
                    s.destinations().stream()
                        .map(DestinationState::destination)
                        .anyMatch(d -> d.weight() == 1));
    boolean address = machine.kernel.addresses.contains(Datacenter.FOREIGN_ADDRESS);
    boolean route =
        machine.kernel.routes.stream()
            .anyMatch(r -> r.protocol() == 3 && r.destination().prefixLength() == 0);
    boolean own =
        machine.kernel.addresses.stream().anyMatch(a -> a.address().equals(machine.address));
    if (!server || !address || !route || !own) {
      throw new Violation("Foreign", machine.name + " has changed what is not ours");
    }
  }

  /** Connections get their time. */
  private void drains(Post post, Change change) {
    String director = post.machine().name;
    if (change instanceof Change.DeleteVirtualServer c) {
      drained.keySet().removeIf(id -> id.startsWith(director + " " + c.server().option() + " "));
    }
    if (change instanceof Change.DeleteDestination c) {
      String id = director + " " + c.server().option() + " -r " + c.destination();
      Instant since = drained.remove(id);
      boolean busy = connections.getOrDefault(id, 0L) > 0;
      Duration drain = Duration.ofSeconds(shortestDrain(post.machine()));
      Duration least = busy || drain.compareTo(SHORTEST_DRAIN) < 0 ? drain : SHORTEST_DRAIN;
      if (since == null || world.now.isBefore(since.plus(least))) {
        throw new Violation(
            "Drained", "%s is deleted, weight 0 since %s, busy: %s".formatted(id, since, busy));
      }
    }
    destinations()
        .forEach(
            (id, state) -> {
              if (state.destination().weight() > 0) {
                drained.remove(id);
              } else {
                drained.putIfAbsent(id, world.now);
              }
            });
  }

  /** What stands in all kernels, also where the rules are gone that lead packets there. */
  private Map<String, DestinationState> destinations() {
    Map<String, DestinationState> all = new HashMap<>();
    for (Post post : world.posts()) {
      for (VirtualServerState server : post.machine().kernel.ipvs.virtualServers()) {
        String name = post.machine().name + " " + server.server().key().option() + " -r ";
        server.destinations().forEach(d -> all.put(name + d.destination().key(), d));
      }
    }
    return all;
  }

  /** What an agent may think that connections get: by what it sees, or accepted before that. */
  private long shortestDrain(Machine machine) {
    return Stream.concat(
            view.values().stream()
                .filter(LvsService.class::isInstance)
                .map(o -> ((LvsService) o).getSpec()),
            machine.lastAccepted.services().values().stream())
        .mapToLong(LvsServiceSpec::drainTimeoutSeconds)
        .min()
        .orElse(0);
  }

  /** Nothing happens any more: now everything must work. */
  void allIsWell() {
    Map<String, String> troubles = troubles();
    if (!troubles.isEmpty()) {
      throw new Violation("Converges", troubles.toString());
    }
    Map<String, String> lost = lost();
    if (!lost.isEmpty()) {
      throw new Violation("Converges", lost.toString());
    }
  }
}
