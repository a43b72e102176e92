package io.lvsoperator.linux;

import static io.lvsoperator.linux.Failures.translated;

import io.lvsoperator.kernel.FouPorts;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.FouPort;
import io.lvsoperator.netlink.FouClient;
import io.lvsoperator.netlink.FouInfo;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** UDP ports at which tunnels end, by generic netlink; its socket opens when it is first used. */
final class LinuxFouPorts implements FouPorts, AutoCloseable {
  private final ModuleLoader modules = new ModuleLoader(Path.of("/sys/module"));
  private Optional<FouClient> client = Optional.empty();

  @Override
  public Set<FouPort> fouPorts() {
    return translated(
        () ->
            client().ports().stream()
                .filter(port -> port.port() != 0)
                .map(LinuxFouPorts::value)
                .collect(Collectors.toSet()));
  }

  /**
   * Nothing in the kernel asks for these modules by itself. Over IPv6 it is fou6, which brings fou
   * with it.
   */
  @Override
  public void add(FouPort port) {
    modules.load(port.module());
    translated(() -> client().add("ip fou add " + port.options(), info(port)));
  }

  @Override
  public void delete(FouPort port) {
    translated(() -> client().delete("ip fou del " + port.options(), info(port)));
  }

  @Override
  public synchronized void close() {
    client.ifPresent(FouClient::close);
    client = Optional.empty();
  }

  private synchronized FouClient client() {
    if (client.isEmpty()) {
      client = Optional.of(FouClient.open());
    }
    return client.get();
  }

  private static FouInfo info(FouPort port) {
    return new FouInfo(
        port.family().number(), port.port(), port.gue() ? FouInfo.GUE : FouInfo.DIRECT);
  }

  private static FouPort value(FouInfo port) {
    return new FouPort(Family.ofNumber(port.family()), port.port(), port.type() == FouInfo.GUE);
  }
}
