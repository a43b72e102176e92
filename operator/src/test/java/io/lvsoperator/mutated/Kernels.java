package io.lvsoperator.mutated;

import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.translate.Thing;
import java.util.List;
import java.util.Optional;

/** Two directors and two real servers: their Nodes, their reports, their kernels. */
final class Kernels {
  private static final List<String> NAMES = List.of("lb01", "lb02", "rs01", "rs02");
  private static final List<String> ADDRESSES =
      List.of("10.23.21.184", "10.23.21.185", "10.23.190.76", "10.23.122.152");

  private Kernels() {}

  static Thing director(String name) {
    return Thing.director(name, address(name));
  }

  static Thing node(String name) {
    return Thing.node(name, address(name));
  }

  static Thing report(String name) {
    return Thing.report(name, mac(name), address(name));
  }

  /** As after a boot. */
  static InMemoryKernel of(String name) {
    InMemoryKernel kernel = new InMemoryKernel().eth0(mac(name), address(name) + "/16");
    kernel.routes.add(
        new Route(
            Route.MAIN,
            Subnet.parse("0.0.0.0/0"),
            Optional.of(IpAddress.parse("10.23.0.1")),
            "eth0",
            3));
    return kernel;
  }

  private static String address(String name) {
    return ADDRESSES.get(NAMES.indexOf(name));
  }

  private static String mac(String name) {
    return "02:00:00:00:00:0" + (NAMES.indexOf(name) + 1);
  }
}
