package io.lvsoperator.kernel;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The virtual servers of {@link InMemoryKernel}. */
public final class InMemoryIpvs implements Ipvs {
  /** Those of Debian's 6.1, which has no {@code twos}; a test may take some away. */
  public final Set<String> schedulers =
      new HashSet<>(
          Set.of(
              "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "mh", "sed", "nq", "fo",
              "ovf"));

  private final InMemoryKernel kernel;
  private final TreeMap<String, VirtualServer> servers = new TreeMap<>();
  private final Map<String, TreeMap<String, Destination>> destinations = new HashMap<>();
  private final Map<String, Long> active = new HashMap<>();

  /** The virtual servers whose destinations were asked for, in order. */
  public final List<VirtualServerKey> read = new ArrayList<>();

  /** The idle timeouts in seconds; a test may set them as somebody else would. */
  public final Map<IpvsTimeout, Integer> seconds =
      new EnumMap<>(Map.of(IpvsTimeout.TCP, 900, IpvsTimeout.TCP_FIN, 120, IpvsTimeout.UDP, 300));

  InMemoryIpvs(InMemoryKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public boolean loaded() {
    return true;
  }

  @Override
  public Map<IpvsTimeout, Integer> timeouts() {
    return Map.copyOf(seconds);
  }

  @Override
  public void set(Map<IpvsTimeout, Integer> wanted) {
    kernel.write("ipvsadm --set " + IpvsTimeout.options(wanted));
    seconds.putAll(wanted);
  }

  @Override
  public List<VirtualServer> servers() {
    return List.copyOf(servers.values());
  }

  @Override
  public List<DestinationState> destinations(VirtualServerKey server) {
    read.add(server);
    return destinations.getOrDefault(name(server), new TreeMap<>()).values().stream()
        .map(d -> state(server, d))
        .toList();
  }

  private DestinationState state(VirtualServerKey server, Destination destination) {
    long connections = active.getOrDefault(name(server, destination.key()), 0L);
    return new DestinationState(destination, connections, 0, 0);
  }

  /** Lets a destination have so many active connections. */
  public void connections(VirtualServerKey server, Destination.Key destination, long count) {
    active.put(name(server, destination), count);
  }

  /** What {@code ipvsadm -C} does. */
  public void clear() {
    servers.clear();
    destinations.clear();
    active.clear();
  }

  @Override
  public List<Answer> apply(List<? extends Change.OfIpvs> changes) {
    return kernel.<Change.OfIpvs>each(changes, this::carryOut);
  }

  private void carryOut(Change.OfIpvs change) {
    switch (change) {
      case Change.AddVirtualServer c -> add(c.server());
      case Change.EditVirtualServer c -> edit(c.server());
      case Change.DeleteVirtualServer c -> delete(c.server());
      case Change.AddDestination c -> add(c.server(), c.destination());
      case Change.EditDestination c -> edit(c.server(), c.destination());
      case Change.DrainDestination c -> edit(c.server(), c.destination());
      case Change.DeleteDestination c -> delete(c.server(), c.destination());
    }
  }

  /** What {@code ipvsadm -A} does. */
  public void add(VirtualServer server) {
    String operation = "ipvsadm -A " + server.options();
    check(!servers.containsKey(name(server.key())), operation, "EEXIST");
    check(operation, server);
    kernel.write(operation);
    servers.put(name(server.key()), server);
    destinations.put(name(server.key()), new TreeMap<>());
  }

  /** What {@code ipvsadm -E} does. */
  public void edit(VirtualServer server) {
    String operation = "ipvsadm -E " + server.options();
    check(servers.containsKey(name(server.key())), operation, "ESRCH");
    check(operation, server);
    kernel.write(operation);
    servers.put(name(server.key()), server);
  }

  /** What {@code ipvsadm -D} does. */
  public void delete(VirtualServerKey server) {
    String operation = "ipvsadm -D " + server.option();
    check(servers.containsKey(name(server)), operation, "ESRCH");
    kernel.write(operation);
    servers.remove(name(server));
    destinations.remove(name(server));
    active.keySet().removeIf(name -> name.startsWith(name(server) + " "));
  }

  /** What {@code ipvsadm -a} does. */
  public void add(VirtualServerKey server, Destination destination) {
    String operation = "ipvsadm -a " + server.option() + " " + destination.options();
    check(servers.containsKey(name(server)), operation, "ESRCH");
    Map<String, Destination> held = destinations.get(name(server));
    check(operation, server, destination);
    check(!held.containsKey(destination.key().toString()), operation, "EEXIST");
    kernel.write(operation);
    held.put(destination.key().toString(), destination);
  }

  /** What {@code ipvsadm -e} does. */
  public void edit(VirtualServerKey server, Destination destination) {
    String operation = "ipvsadm -e " + server.option() + " " + destination.options();
    check(servers.containsKey(name(server)), operation, "ESRCH");
    Map<String, Destination> held = destinations.get(name(server));
    check(operation, server, destination);
    check(held.containsKey(destination.key().toString()), operation, "ENOENT");
    kernel.write(operation);
    held.put(destination.key().toString(), destination);
  }

  /** What {@code ipvsadm -d} does. */
  public void delete(VirtualServerKey server, Destination.Key destination) {
    String operation = "ipvsadm -d " + server.option() + " -r " + destination;
    check(servers.containsKey(name(server)), operation, "ESRCH");
    Map<String, Destination> held = destinations.get(name(server));
    check(held.containsKey(destination.toString()), operation, "ENOENT");
    kernel.write(operation);
    held.remove(destination.toString());
    active.remove(name(server, destination));
  }

  /** {@return the table in the words of {@code ipvsadm -Sn}} */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    servers.forEach(
        (name, server) -> {
          lines.add("-A " + server.options());
          destinations
              .get(name)
              .values()
              .forEach(d -> lines.add("-a " + server.key().option() + " " + d.options()));
        });
    return lines;
  }

  private static String name(VirtualServerKey key) {
    return key.option();
  }

  private static String name(VirtualServerKey key, Destination.Key destination) {
    return key.option() + " " + destination;
  }

  private void check(String operation, VirtualServer server) {
    if (!schedulers.contains(server.scheduler().name())) {
      throw new SchedulerUnavailableException(operation, server.scheduler());
    }
  }

  private static void check(String operation, VirtualServerKey server, Destination destination) {
    boolean sameFamily = destination.key().address().family() == server.family();
    boolean mayDiffer = destination.forwarding() instanceof Forwarding.Tunnel;
    check(sameFamily || mayDiffer, operation, "EINVAL");
    boolean ordered = destination.lowerThreshold() <= destination.upperThreshold();
    check(ordered, operation, "ERANGE");
  }

  private static void check(boolean condition, String operation, String errno) {
    InMemoryKernel.require(condition, operation, errno);
  }
}
