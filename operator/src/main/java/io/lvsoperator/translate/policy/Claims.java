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
 * What objects have already while others are judged: VIPs and ports of LvsServices, addresses of
 * RealServers.
 */
public final class Claims {
  private final Map<IpAddress, List<Owner>> vips = new HashMap<>();
  private final Map<IpAddress, List<Entry>> entries = new HashMap<>();
  private final Map<ServiceRef, IpAddress> vipOf = new HashMap<>();
  private final Map<IpAddress, ServiceRef> realServers = new HashMap<>();
  private final Map<ServiceRef, IpAddress> addressOf = new HashMap<>();

  /**
   * Who has a VIP.
   *
   * @param service the accepted LvsService that has had it longest
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
    return vips.getOrDefault(vip, List.of()).stream().findFirst();
  }

  /** {@return the first entry that has a port in common with this one on the VIP} */
  public Optional<Entry> overlapping(IpAddress vip, ServicePort port) {
    return entries.getOrDefault(vip, List.of()).stream()
        .filter(entry -> entry.port().overlaps(port))
        .findFirst();
  }

  /** {@return which RealServer has this address} */
  public Optional<ServiceRef> realServer(IpAddress address) {
    return Optional.ofNullable(realServers.get(address));
  }

  /**
   * Gives a service its VIP and its ports.
   *
   * @return whether it has them; false if somebody else has the VIP, or one of the ports
   */
  public boolean claim(Declared<LvsServiceSpec, LvsServiceStatus> service) {
    IpAddress vip = IpAddress.parse(service.spec().vip());
    Owner self = Owner.of(service);
    if (owner(vip).filter(owner -> !owner.agrees(self)).isPresent()
        || service.spec().ports().stream().anyMatch(p -> overlapping(vip, p).isPresent())) {
      return false;
    }
    vipOf.put(service.name(), vip);
    vips.computeIfAbsent(vip, _ -> new ArrayList<>()).add(self);
    List<Entry> taken = entries.computeIfAbsent(vip, _ -> new ArrayList<>());
    service.spec().ports().forEach(port -> taken.add(new Entry(service.name(), port)));
    return true;
  }

  /** Takes from a service all that it has. */
  public void release(ServiceRef service) {
    IpAddress vip = vipOf.remove(service);
    if (vip != null) {
      vips.get(vip).removeIf(owner -> owner.service().equals(service));
      entries.get(vip).removeIf(entry -> entry.service().equals(service));
    }
  }

  /**
   * Gives a RealServer its address.
   *
   * @return whether it has it; false if another has
   */
  public boolean claim(ServiceRef realServer, IpAddress address) {
    if (realServers.putIfAbsent(address, realServer) != null) {
      return false;
    }
    addressOf.put(realServer, address);
    return true;
  }

  /** Takes from a RealServer its address. */
  public void releaseRealServer(ServiceRef realServer) {
    IpAddress address = addressOf.remove(realServer);
    if (address != null) {
      realServers.remove(address);
    }
  }
}
