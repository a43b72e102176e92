package io.lvsoperator.linux;

import static io.lvsoperator.linux.Failures.translated;

import io.lvsoperator.kernel.Ipvs;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import io.lvsoperator.netlink.IpvsClient;
import io.lvsoperator.netlink.IpvsCommand;
import io.lvsoperator.netlink.IpvsServiceState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Virtual servers by generic netlink. Reading does not load ip_vs: a node that directs nothing
 * stays without it; the first change loads it.
 */
final class LinuxIpvs implements Ipvs, AutoCloseable {
  private final Path evidence;
  private Optional<IpvsClient> client = Optional.empty();

  /**
   * @param evidence {@code /proc/net/ip_vs}: there exactly while ip_vs is loaded
   */
  LinuxIpvs(Path evidence) {
    this.evidence = evidence;
  }

  @Override
  public List<VirtualServerState> virtualServers() {
    if (!Files.exists(evidence)) {
      return List.of();
    }
    return translated(
        () ->
            client().services().stream()
                .map(IpvsServiceState::service)
                .flatMap(service -> IpvsValues.server(service).stream())
                .map(this::withDestinations)
                .toList());
  }

  @Override
  public void add(VirtualServer server) {
    execute(
        new IpvsCommand.NewService("ipvsadm -A " + server.options(), IpvsValues.service(server)));
  }

  @Override
  public void edit(VirtualServer server) {
    execute(
        new IpvsCommand.SetService("ipvsadm -E " + server.options(), IpvsValues.service(server)));
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
  public synchronized void close() {
    client.ifPresent(IpvsClient::close);
    client = Optional.empty();
  }

  private VirtualServerState withDestinations(VirtualServer server) {
    return new VirtualServerState(
        server,
        client().destinations(IpvsValues.key(server.key())).stream()
            .map(IpvsValues::state)
            .toList());
  }

  private void execute(IpvsCommand command) {
    translated(() -> client().execute(command));
  }

  private synchronized IpvsClient client() {
    if (client.isEmpty()) {
      client = Optional.of(IpvsClient.open());
    }
    return client.get();
  }
}
