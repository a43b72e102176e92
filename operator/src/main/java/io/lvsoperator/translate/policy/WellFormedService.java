package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.api.v1alpha1.LabelSelector;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.PortProtocol;
import io.lvsoperator.api.v1alpha1.ServiceMode;
import io.lvsoperator.api.v1alpha1.ServicePort;
import io.lvsoperator.api.v1alpha1.Tunnel;
import io.lvsoperator.api.v1alpha1.TunnelChecksum;
import io.lvsoperator.api.v1alpha1.TunnelType;
import io.lvsoperator.model.IpAddress;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the schema refuses too; objects from files, and those made before a stricter schema, never
 * met it.
 */
final class WellFormedService implements Policy<ServiceCase> {
  @Override
  public Optional<Finding> judge(ServiceCase judged) {
    LvsServiceSpec spec = judged.spec();
    return Stream.of(
            vip(spec),
            ports(spec),
            onePacket(spec),
            tunnel(spec),
            selector(spec),
            persistence(spec),
            drain(spec))
        .flatMap(Optional::stream)
        .findFirst()
        .flatMap(message -> Finding.refuse(ConditionReasons.INVALID, message));
  }

  private static Optional<String> vip(LvsServiceSpec spec) {
    return IpAddress.tryParse(spec.vip()).isPresent()
        ? Optional.empty()
        : Optional.of("spec.vip \"" + spec.vip() + "\" is not an IP address");
  }

  private static Optional<String> ports(LvsServiceSpec spec) {
    if (spec.ports().isEmpty()) {
      return Optional.of("spec.ports is empty: a service has at least one port");
    }
    for (int i = 0; i < spec.ports().size(); i++) {
      ServicePort port = spec.ports().get(i);
      if (spec.ports().subList(0, i).stream().anyMatch(port::overlaps)) {
        return Optional.of("spec.ports holds the same protocol and port twice");
      }
      if (spec.ports().subList(0, i).stream().anyMatch(p -> p.name().equals(port.name()))) {
        return Optional.of("spec.ports holds the name \"" + port.name() + "\" twice");
      }
    }
    return spec.ports().stream().flatMap(port -> port(spec, port).stream()).findFirst();
  }

  private static Optional<String> port(LvsServiceSpec spec, ServicePort port) {
    return wrong(spec, port).map(why -> "spec.ports \"" + port.name() + "\": " + why);
  }

  private static Optional<String> wrong(LvsServiceSpec spec, ServicePort port) {
    if (isNoPort(port.firstPort())
        || isNoPort(port.lastPort())
        || isNoPort(port.realServerPort())) {
      return Optional.of("a port is 1 to 65535");
    }
    if (port.endPort()
        .filter(end -> port.isWholeAddress() || end <= port.firstPort())
        .isPresent()) {
      return Optional.of("endPort needs a port that is below it");
    }
    boolean translates = port.realServerPort() != port.firstPort();
    boolean direct = spec.mode().is(ServiceMode.DR) || spec.mode().is(ServiceMode.TUN);
    if (translates && (direct || port.isRange())) {
      return Optional.of("targetPort: DR, TUN and ranges cannot translate ports");
    }
    return port.protocol().is(PortProtocol.SCTP)
            && !spec.mode().is(ServiceMode.NAT)
            && !spec.mode().is(ServiceMode.DR)
        ? Optional.of("SCTP works in NAT and DR only")
        : Optional.empty();
  }

  private static Optional<String> onePacket(LvsServiceSpec spec) {
    boolean direct = spec.mode().is(ServiceMode.DR) || spec.mode().is(ServiceMode.TUN);
    boolean udp = spec.ports().stream().allMatch(port -> port.protocol().is(PortProtocol.UDP));
    return spec.onePacket() && !(direct && udp)
        ? Optional.of("spec.onePacket works in DR and TUN only, with UDP ports only")
        : Optional.empty();
  }

  private static Optional<String> tunnel(LvsServiceSpec spec) {
    return spec.tunnel().flatMap(tunnel -> tunnel(spec, tunnel)).map(why -> "spec.tunnel" + why);
  }

  private static Optional<String> tunnel(LvsServiceSpec spec, Tunnel tunnel) {
    if (!spec.mode().is(ServiceMode.TUN)) {
      return Optional.of(" is for mode TUN only");
    }
    boolean gue = tunnel.type().is(TunnelType.GUE);
    if (tunnel.port().filter(port -> !gue || isNoPort(port)).isPresent()) {
      return Optional.of(".port is for GUE only, 1 to 65535");
    }
    boolean summed =
        gue
            || tunnel.checksum().is(TunnelChecksum.NONE)
            || tunnel.type().is(TunnelType.GRE) && tunnel.checksum().is(TunnelChecksum.FULL);
    return summed
        ? Optional.empty()
        : Optional.of(".checksum: IPIP has None, GRE None or Full, GUE None, Full or Remote");
  }

  private static boolean isNoPort(int port) {
    return port < 1 || port > 65535;
  }

  private static Optional<String> selector(LvsServiceSpec spec) {
    return spec.realServerSelector().filter(LabelSelector::selectsEverything).isPresent()
        ? Optional.of("spec.realServerSelector is empty: it would select every RealServer")
        : Optional.empty();
  }

  private static Optional<String> persistence(LvsServiceSpec spec) {
    int bits = IpAddress.tryParse(spec.vip()).map(vip -> vip.family().bits()).orElse(128);
    return spec.persistence()
        .filter(
            p ->
                p.timeoutSeconds() < 1
                    || p.prefixLength().filter(length -> length < 1 || length > bits).isPresent())
        .map(p -> "spec.persistence: the timeout is 1 s or more, the prefix length 1 to " + bits);
  }

  private static Optional<String> drain(LvsServiceSpec spec) {
    return spec.drainTimeoutSeconds() < 0
        ? Optional.of("spec.drainTimeoutSeconds " + spec.drainTimeoutSeconds() + " is negative")
        : Optional.empty();
  }
}
