package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.api.v1alpha1.ServicePort;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What older objects have already, while all of them are judged from the oldest to the youngest.
 */
public final class Claims {
  private final Map<IpAddress, Owner> vips = new HashMap<>();
  private final Map<IpAddress, List<Entry>> entries = new HashMap<>();
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

  /**
   * An entry of a service's ports.
   *
   * @param service the LvsService
   * @param port a port of its VIP, a range, or all
   */
  public record Entry(ServiceRef service, ServicePort port) {}

  /** {@return who has this VIP} */
  public Optional<Owner> owner(IpAddress vip) {
    return Optional.ofNullable(vips.get(vip));
  }

  /** {@return the oldest entry that has a port in common with this one on the VIP} */
  public Optional<Entry> overlapping(IpAddress vip, ServicePort port) {
    return entries.getOrDefault(vip, List.of()).stream()
        .filter(entry -> entry.port().overlaps(port))
        .findFirst();
  }

  /** {@return which RealServer has this address} */
  public Optional<ServiceRef> realServer(IpAddress address) {
    return Optional.ofNullable(realServers.get(address));
  }

  /** Gives an accepted service its VIP, if nobody has it, and its ports, which nobody has. */
  public void claim(Declared<LvsServiceSpec, LvsServiceStatus> service) {
    IpAddress vip = IpAddress.parse(service.spec().vip());
    vips.putIfAbsent(vip, Owner.of(service));
    List<Entry> taken = entries.computeIfAbsent(vip, _ -> new ArrayList<>());
    service.spec().ports().forEach(port -> taken.add(new Entry(service.name(), port)));
  }

  /** Gives a RealServer its address, if nobody has it. */
  public void claim(ServiceRef realServer, IpAddress address) {
    realServers.putIfAbsent(address, realServer);
  }
}
