package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What older objects have already, while all of them are judged from the oldest to the youngest.
 */
public final class Claims {
  private final Map<IpAddress, Owner> vips = new HashMap<>();
  private final Map<Endpoint, ServiceRef> endpoints = new HashMap<>();
  private final Map<IpAddress, ServiceRef> realServers = new HashMap<>();

  /**
   * Who has a VIP.
   *
   * @param service the oldest accepted LvsService on it
   * @param group that service's group
   * @param mode that service's mode
   */
  public record Owner(ServiceRef service, String group, String mode) {
    static Owner of(Declared<LvsServiceSpec, LvsServiceStatus> service) {
      LvsServiceSpec spec = service.spec();
      return new Owner(service.name(), spec.directorGroupName(), spec.mode().text());
    }

    /** Whether both may have one VIP: they agree in namespace, group and mode. */
    boolean agrees(Owner other) {
      return service.namespace().equals(other.service.namespace())
          && group.equals(other.group)
          && mode.equals(other.mode);
    }
  }

  private record Endpoint(IpAddress vip, String protocol, int port) {}

  /** {@return who has this VIP} */
  public Optional<Owner> owner(IpAddress vip) {
    return Optional.ofNullable(vips.get(vip));
  }

  /** {@return which service has this port of a VIP} */
  public Optional<ServiceRef> owner(IpAddress vip, String protocol, int port) {
    return Optional.ofNullable(endpoints.get(new Endpoint(vip, protocol, port)));
  }

  /** {@return which RealServer has this address} */
  public Optional<ServiceRef> realServer(IpAddress address) {
    return Optional.ofNullable(realServers.get(address));
  }

  /** Gives an accepted service its VIP and ports, as far as nobody has them. */
  public void claim(Declared<LvsServiceSpec, LvsServiceStatus> service) {
    IpAddress vip = IpAddress.parse(service.spec().vip());
    vips.putIfAbsent(vip, Owner.of(service));
    service
        .spec()
        .ports()
        .forEach(
            port ->
                endpoints.putIfAbsent(
                    new Endpoint(vip, port.protocol().text(), port.port()), service.name()));
  }

  /** Gives a RealServer its address, if nobody has it. */
  public void claim(ServiceRef realServer, IpAddress address) {
    realServers.putIfAbsent(address, realServer);
  }
}
