package io.lvsoperator.linux;

import static io.lvsoperator.linux.Failures.translated;

import io.lvsoperator.ffm.Errno;
import io.lvsoperator.kernel.Answer;
import io.lvsoperator.kernel.Ipvs;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.kernel.SchedulerUnavailableException;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.Subject;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import io.lvsoperator.netlink.IpvsClient;
import io.lvsoperator.netlink.IpvsCommand;
import io.lvsoperator.netlink.IpvsServiceState;
import io.lvsoperator.netlink.IpvsTimeouts;
import io.lvsoperator.netlink.NetlinkException;
import io.lvsoperator.netlink.Outcome;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Virtual servers by generic netlink. The first question loads ip_vs, and with it come the sysctls
 * {@code net.ipv4.vs.*}: who never directs does not ask. A kernel without ip_vs has no virtual
 * servers, and says what it lacks when one is added.
 */
final class LinuxIpvs implements Ipvs, AutoCloseable {
  private Optional<IpvsClient> client = Optional.empty();

  @Override
  public synchronized boolean loaded() {
    return client.isPresent() || translated(IpvsClient::loaded);
  }

  @Override
  public List<VirtualServer> servers() {
    return translated(
        () ->
            ifLoaded()
                .map(
                    ipvs ->
                        ipvs.services().stream()
                            .map(IpvsServiceState::service)
                            .flatMap(service -> IpvsValues.server(service).stream())
                            .toList())
                .orElse(List.of()));
  }

  @Override
  public List<DestinationState> destinations(VirtualServerKey server) {
    return translated(
        () ->
            ifLoaded()
                .map(
                    ipvs ->
                        ipvs.destinations(IpvsValues.key(server)).stream()
                            .map(IpvsValues::state)
                            .toList())
                .orElse(List.of()));
  }

  @Override
  public List<Answer> apply(List<? extends Change.OfIpvs> changes) {
    List<Outcome> outcomes;
    try {
      outcomes = client().apply(changes.stream().map(LinuxIpvs::command).toList());
    } catch (NetlinkException e) { // before anything was done
      return Collections.nCopies(changes.size(), new Answer.Refused(Failures.translate(e)));
    }
    List<Answer> answers = Answers.of(List.copyOf(changes), outcomes, this::standing);
    return IntStream.range(0, changes.size())
        .mapToObj(i -> scheduler(changes.get(i), answers.get(i)))
        .toList();
  }

  private static IpvsCommand command(Change.OfIpvs change) {
    String operation = change.command();
    return switch (change) {
      case Change.AddVirtualServer c ->
          new IpvsCommand.NewService(operation, IpvsValues.service(c.server()));
      case Change.EditVirtualServer c ->
          new IpvsCommand.SetService(operation, IpvsValues.service(c.server()));
      case Change.DeleteVirtualServer c ->
          new IpvsCommand.DeleteService(operation, IpvsValues.key(c.server()));
      case Change.AddDestination c ->
          new IpvsCommand.NewDestination(
              operation, IpvsValues.key(c.server()), IpvsValues.destination(c.destination()));
      case Change.EditDestination c -> edit(operation, c.server(), c.destination());
      case Change.DrainDestination c -> edit(operation, c.server(), c.destination());
      case Change.DeleteDestination c ->
          new IpvsCommand.DeleteDestination(
              operation,
              IpvsValues.key(c.server()),
              IpvsValues.inet(c.destination().address()),
              c.destination().port());
    };
  }

  private static IpvsCommand edit(
      String operation, VirtualServerKey server, Destination destination) {
    return new IpvsCommand.SetDestination(
        operation, IpvsValues.key(server), IpvsValues.destination(destination));
  }

  /** Whether the kernel, as it is now, is as a change wanted it. */
  private Predicate<Change.OfIpvs> standing() {
    Map<VirtualServerKey, VirtualServer> servers = new HashMap<>();
    Map<Subject, Destination> destinations = new HashMap<>();
    for (VirtualServerState state : virtualServers()) {
      VirtualServerKey key = state.server().key();
      servers.put(key, state.server());
      for (DestinationState d : state.destinations()) {
        destinations.put(new Subject.Member(key, d.destination().key()), d.destination());
      }
    }
    return change ->
        switch (change) {
          case Change.AddVirtualServer c -> c.server().equals(servers.get(c.server().key()));
          case Change.EditVirtualServer c -> c.server().equals(servers.get(c.server().key()));
          case Change.DeleteVirtualServer c -> !servers.containsKey(c.server());
          case Change.AddDestination c -> c.destination().equals(destinations.get(c.subject()));
          case Change.EditDestination c -> c.destination().equals(destinations.get(c.subject()));
          case Change.DrainDestination c -> c.destination().equals(destinations.get(c.subject()));
          case Change.DeleteDestination c -> !destinations.containsKey(c.subject());
        };
  }

  @Override
  public Map<IpvsTimeout, Integer> timeouts() {
    return translated(() -> ifLoaded().map(IpvsClient::timeouts).map(LinuxIpvs::byName))
        .orElse(Map.of());
  }

  @Override
  public void set(Map<IpvsTimeout, Integer> seconds) {
    execute(
        new IpvsCommand.SetTimeouts(
            "ipvsadm --set " + IpvsTimeout.options(seconds),
            new IpvsTimeouts(
                seconds.getOrDefault(IpvsTimeout.TCP, 0),
                seconds.getOrDefault(IpvsTimeout.TCP_FIN, 0),
                seconds.getOrDefault(IpvsTimeout.UDP, 0))));
  }

  private static Map<IpvsTimeout, Integer> byName(IpvsTimeouts timeouts) {
    return Map.of(
        IpvsTimeout.TCP, timeouts.tcp(),
        IpvsTimeout.TCP_FIN, timeouts.tcpFin(),
        IpvsTimeout.UDP, timeouts.udp());
  }

  @Override
  public synchronized void close() {
    client.ifPresent(IpvsClient::close);
    client = Optional.empty();
  }

  /** With these two commands, and without a persistence engine, ENOENT means the scheduler. */
  private static Answer scheduler(Change.OfIpvs change, Answer answer) {
    if (!(answer instanceof Answer.Refused(KernelException why)) || !why.errno().equals("ENOENT")) {
      return answer;
    }
    return switch (change) {
      case Change.AddVirtualServer c -> missing(c, c.server().scheduler());
      case Change.EditVirtualServer c -> missing(c, c.server().scheduler());
      case Change.DeleteVirtualServer _,
          Change.AddDestination _,
          Change.EditDestination _,
          Change.DrainDestination _,
          Change.DeleteDestination _ ->
          answer;
    };
  }

  private static Answer missing(Change change, Scheduler scheduler) {
    return new Answer.Refused(new SchedulerUnavailableException(change.command(), scheduler));
  }

  private void execute(IpvsCommand command) {
    translated(() -> client().execute(command));
  }

  private Optional<IpvsClient> ifLoaded() {
    try {
      return Optional.of(client());
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private synchronized IpvsClient client() {
    if (client.isEmpty()) {
      client = Optional.of(IpvsClient.open());
    }
    return client.get();
  }
}
