package io.lvsoperator.linux;

import static io.lvsoperator.linux.Failures.translated;

import io.lvsoperator.ffm.Errno;
import io.lvsoperator.kernel.Ipvs;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.kernel.SchedulerUnavailableException;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import io.lvsoperator.netlink.IpvsClient;
import io.lvsoperator.netlink.IpvsCommand;
import io.lvsoperator.netlink.IpvsServiceState;
import io.lvsoperator.netlink.IpvsTimeouts;
import io.lvsoperator.netlink.NetlinkException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  public List<VirtualServerState> virtualServers() {
    return translated(
        () ->
            ifLoaded()
                .map(
                    ipvs ->
                        ipvs.services().stream()
                            .map(IpvsServiceState::service)
                            .flatMap(service -> IpvsValues.server(service).stream())
                            .map(server -> withDestinations(ipvs, server))
                            .toList())
                .orElse(List.of()));
  }

  @Override
  public void add(VirtualServer server) {
    String operation = "ipvsadm -A " + server.options();
    schedule(server, new IpvsCommand.NewService(operation, IpvsValues.service(server)));
  }

  @Override
  public void edit(VirtualServer server) {
    String operation = "ipvsadm -E " + server.options();
    schedule(server, new IpvsCommand.SetService(operation, IpvsValues.service(server)));
  }

  @Override
  public void delete(VirtualServerKey server) {
    execute(new IpvsCommand.DeleteService("ipvsadm -D " + server.option(), IpvsValues.key(server)));
  }

  @Override
  public void add(VirtualServerKey server, Destination destination) {
    execute(
        new IpvsCommand.NewDestination(
            "ipvsadm -a " + server.option() + " " + destination.options(),
            IpvsValues.key(server),
            IpvsValues.destination(destination)));
  }

  @Override
  public void edit(VirtualServerKey server, Destination destination) {
    execute(
        new IpvsCommand.SetDestination(
            "ipvsadm -e " + server.option() + " " + destination.options(),
            IpvsValues.key(server),
            IpvsValues.destination(destination)));
  }

  @Override
  public void delete(VirtualServerKey server, Destination.Key destination) {
    execute(
        new IpvsCommand.DeleteDestination(
            "ipvsadm -d " + server.option() + " -r " + destination,
            IpvsValues.key(server),
            IpvsValues.inet(destination.address()),
            destination.port()));
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

  private VirtualServerState withDestinations(IpvsClient ipvs, VirtualServer server) {
    return new VirtualServerState(
        server,
        ipvs.destinations(IpvsValues.key(server.key())).stream().map(IpvsValues::state).toList());
  }

  /** With these two commands, and without a persistence engine, ENOENT means the scheduler. */
  private void schedule(VirtualServer server, IpvsCommand command) {
    try {
      execute(command);
    } catch (KernelException e) {
      if (loaded() && e.errno().equals("ENOENT")) {
        throw new SchedulerUnavailableException(e.operation(), server.scheduler());
      }
      throw e;
    }
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
