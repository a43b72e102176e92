package io.lvsoperator.journal;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.OwnedPart;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Ownership.Drain;
import io.lvsoperator.model.Ownership.PartRef;
import io.lvsoperator.model.SavedSysctl;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServerKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules by which changes move ownership. Whatever a change makes ours is noted before it, and
 * whatever it gives away after it, so that a crash between the two never loses something of ours.
 */
public final class Ledger {
  private final Set<VirtualServerKey> servers;
  private final Map<Sysctl, SavedSysctl> sysctls;
  private final Set<LinkAddress> addresses;
  private final Map<Drain, Instant> draining;
  private final Map<PartRef, OwnedPart> parts;
  private final boolean kernelKeepsProtocol;

  private Ledger(Ownership from, boolean kernelKeepsProtocol) {
    this.servers = new HashSet<>(from.virtualServers());
    this.sysctls = new HashMap<>(from.sysctls());
    this.addresses = new HashSet<>(from.addresses());
    this.draining = new HashMap<>(from.draining());
    this.parts = new HashMap<>(from.parts());
    this.kernelKeepsProtocol = kernelKeepsProtocol;
  }

  /** {@return what is ours once this change was announced} */
  public static Ownership before(Ownership now, Change change, boolean kernelKeepsProtocol) {
    Ledger ledger = new Ledger(now, kernelKeepsProtocol);
    ledger.announce(change);
    return ledger.ownership();
  }

  /** {@return what is ours once this change was carried out} */
  public static Ownership after(Ownership now, Change change) {
    Ledger ledger = new Ledger(now, true);
    ledger.settle(change);
    return ledger.ownership();
  }

  /**
   * {@return what is ours once the kernel has refused this change}
   *
   * @param now what was noted before it
   * @param earlier what was ours before that
   */
  static Ownership refused(Ownership now, Ownership earlier, Change change) {
    Ledger ledger = new Ledger(now, true);
    switch (change) {
      case Change.AddVirtualServer c -> {
        if (!earlier.virtualServers().contains(c.server().key())) {
          ledger.servers.remove(c.server().key());
        }
      }
      case Change.AddAddress c -> {
        LinkAddress unlabelled = unlabelled(c.address());
        if (!earlier.addresses().contains(unlabelled)) {
          ledger.addresses.remove(unlabelled);
        }
      }
      case Change.WriteSysctl c -> {
        SavedSysctl saved = earlier.sysctls().get(c.sysctl());
        if (saved == null) {
          ledger.sysctls.remove(c.sysctl());
        } else {
          ledger.sysctls.put(c.sysctl(), saved);
        }
      }
      default -> {} // the others note nothing that another could have made
    }
    return ledger.ownership();
  }

  private void announce(Change change) {
    switch (change) {
      case Change.AddVirtualServer c -> servers.add(c.server().key());
      case Change.AdoptVirtualServer c -> servers.add(c.server());
      case Change.DisownVirtualServer c -> disown(c.server());
      case Change.WriteSysctl c ->
          sysctls.merge(
              c.sysctl(),
              new SavedSysctl(c.from(), c.to()),
              (first, again) -> new SavedSysctl(first.original(), again.written()));
      case Change.ForgetSysctl c -> sysctls.remove(c.sysctl());
      case Change.AddAddress c -> {
        if (!kernelKeepsProtocol) {
          addresses.add(unlabelled(c.address()));
        }
      }
      case Change.DrainDestination c ->
          draining.putIfAbsent(new Drain(c.server(), c.destination().key()), c.since());
      case Change.CancelDrain c -> draining.remove(new Drain(c.server(), c.destination()));
      case Change.TakePart c ->
          parts.put(c.part().ref(), new OwnedPart(c.part(), Optional.empty()));
      case Change.BeginLeaving c ->
          parts.computeIfPresent(
              c.part(),
              (ref, owned) ->
                  new OwnedPart(
                      owned.part(), owned.leavingSince().or(() -> Optional.of(c.since()))));
      case Change.ForgetPart c -> parts.remove(c.part());
      case Change.RestoreSysctl _,
          Change.EditVirtualServer _,
          Change.DeleteVirtualServer _,
          Change.AddDestination _,
          Change.EditDestination _,
          Change.DeleteDestination _,
          Change.DeleteAddress _,
          Change.Announce _,
          Change.AddRoute _,
          Change.DeleteRoute _,
          Change.AddRule _,
          Change.DeleteRule _,
          Change.ReplacePacketRules _,
          Change.DeletePacketRules _ -> {}
    }
  }

  private void settle(Change change) {
    switch (change) {
      case Change.DeleteVirtualServer c -> disown(c.server());
      case Change.RestoreSysctl c -> sysctls.remove(c.sysctl());
      case Change.DeleteAddress c -> addresses.remove(unlabelled(c.address()));
      case Change.DeleteDestination c -> draining.remove(new Drain(c.server(), c.destination()));
      case Change.AddDestination c -> serves(c.server(), c.destination());
      case Change.EditDestination c -> serves(c.server(), c.destination());
      case Change.AddVirtualServer _,
          Change.AdoptVirtualServer _,
          Change.DisownVirtualServer _,
          Change.WriteSysctl _,
          Change.ForgetSysctl _,
          Change.AddAddress _,
          Change.DrainDestination _,
          Change.CancelDrain _,
          Change.TakePart _,
          Change.BeginLeaving _,
          Change.ForgetPart _,
          Change.EditVirtualServer _,
          Change.Announce _,
          Change.AddRoute _,
          Change.DeleteRoute _,
          Change.AddRule _,
          Change.DeleteRule _,
          Change.ReplacePacketRules _,
          Change.DeletePacketRules _ -> {}
    }
  }

  private void disown(VirtualServerKey server) {
    servers.remove(server);
    draining.keySet().removeIf(drain -> drain.server().equals(server));
  }

  private void serves(VirtualServerKey server, Destination destination) {
    if (destination.weight() > 0) {
      draining.remove(new Drain(server, destination.key()));
    }
  }

  /** An address as a kernel before 5.18 gives it back. */
  private static LinkAddress unlabelled(LinkAddress address) {
    return new LinkAddress(address.link(), address.subnet(), 0);
  }

  private Ownership ownership() {
    return new Ownership(servers, sysctls, addresses, draining, parts);
  }
}
