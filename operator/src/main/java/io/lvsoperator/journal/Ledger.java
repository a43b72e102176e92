package io.lvsoperator.journal;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.FouPort;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Ownership.Drain;
import io.lvsoperator.model.SavedSysctl;
import io.lvsoperator.model.SavedTimeout;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServerKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private final Set<FallbackLink> linksUp;
  private final Set<FouPort> fouPorts;
  private final Map<IpvsTimeout, SavedTimeout> timeouts;
  private final Map<ServiceRef, Instant> modeChanges;
  private final boolean kernelKeepsProtocol;

  private Ledger(Ownership from, boolean kernelKeepsProtocol) {
    this.servers = new HashSet<>(from.virtualServers());
    this.sysctls = new HashMap<>(from.sysctls());
    this.addresses = new HashSet<>(from.addresses());
    this.draining = new HashMap<>(from.draining());
    this.linksUp = new HashSet<>(from.linksUp());
    this.fouPorts = new HashSet<>(from.fouPorts());
    this.timeouts = new HashMap<>(from.timeouts());
    this.modeChanges = new HashMap<>(from.modeChanges());
    this.kernelKeepsProtocol = kernelKeepsProtocol;
  }

  /** {@return what is ours once these changes were announced} */
  public static Ownership before(Ownership now, List<Change> changes, boolean kernelKeepsProtocol) {
    Ledger ledger = new Ledger(now, kernelKeepsProtocol);
    changes.forEach(ledger::announce);
    return ledger.ownership();
  }

  /**
   * {@return what is ours once the kernel has answered}
   *
   * @param now what was noted before the changes
   * @param earlier what was ours before that
   * @param done what the kernel has done
   * @param refused what it has said it did not do
   */
  public static Ownership after(
      Ownership now, Ownership earlier, List<Change> done, List<Change> refused) {
    Ledger ledger = new Ledger(now, true);
    refused.forEach(change -> ledger.takeBack(change, earlier));
    done.forEach(ledger::settle);
    return ledger.ownership();
  }

  private void takeBack(Change change, Ownership earlier) {
    switch (change) {
      case Change.AddVirtualServer c -> {
        if (!earlier.virtualServers().contains(c.server().key())) {
          servers.remove(c.server().key());
        }
      }
      case Change.AddAddress c -> {
        LinkAddress unlabelled = unlabelled(c.address());
        if (!earlier.addresses().contains(unlabelled)) {
          addresses.remove(unlabelled);
        }
      }
      case Change.WriteSysctl c -> restore(sysctls, earlier.sysctls(), c.sysctl());
      case Change.SetIpvsTimeouts c ->
          c.to().keySet().forEach(t -> restore(timeouts, earlier.timeouts(), t));
      case Change.LinkUp c -> {
        linksUp.clear();
        linksUp.addAll(earlier.linksUp());
      }
      case Change.AddFouPort c -> {
        if (!earlier.fouPorts().contains(c.port())) {
          fouPorts.remove(c.port());
        }
      }
      // That one leaves was meant, whatever the kernel said; the others claim nothing.
      case Change.DrainDestination _,
          Change.Releases _,
          Change.Unnoted _,
          Change.JournalNote _ -> {}
    }
  }

  private static <K, V> void restore(Map<K, V> now, Map<K, V> earlier, K key) {
    if (earlier.containsKey(key)) {
      now.put(key, earlier.get(key));
    } else {
      now.remove(key);
    }
  }

  private void announce(Change change) {
    switch (change) {
      case Change.JournalNote note -> note(note);
      case Change.Claims claim -> claim(claim);
      case Change.Releases _, Change.Unnoted _ -> {}
    }
  }

  private void claim(Change.Claims change) {
    switch (change) {
      case Change.AddVirtualServer c -> servers.add(c.server().key());
      case Change.WriteSysctl c -> saveSysctl(c);
      case Change.AddAddress c -> {
        if (!kernelKeepsProtocol) {
          addresses.add(unlabelled(c.address()));
        }
      }
      case Change.DrainDestination c ->
          draining.put(new Drain(c.server(), c.destination().key()), c.since());
      case Change.LinkUp c -> FallbackLink.named(c.link()).ifPresent(linksUp::add);
      case Change.AddFouPort c -> fouPorts.add(c.port());
      case Change.SetIpvsTimeouts c -> saveTimeouts(c);
    }
  }

  private void note(Change.JournalNote change) {
    switch (change) {
      case Change.AdoptVirtualServer c -> servers.add(c.server());
      case Change.DisownVirtualServer c -> disown(c.server());
      case Change.ForgetSysctl c -> sysctls.remove(c.sysctl());
      case Change.CancelDrain c -> draining.remove(new Drain(c.server(), c.destination()));
      case Change.ForgetLink c -> linksUp.remove(c.link());
      case Change.ForgetFouPort c -> fouPorts.remove(c.port());
      case Change.ForgetIpvsTimeout c -> timeouts.remove(c.timeout());
      case Change.BeginModeChange c -> modeChanges.putIfAbsent(c.service(), c.since());
      case Change.EndModeChange c -> modeChanges.remove(c.service());
    }
  }

  private void settle(Change change) {
    switch (change) {
      case Change.Releases release -> release(release);
      case Change.Claims _, Change.Unnoted _, Change.JournalNote _ -> {}
    }
  }

  private void release(Change.Releases change) {
    switch (change) {
      case Change.DeleteVirtualServer c -> disown(c.server());
      case Change.RestoreSysctl c -> sysctls.remove(c.sysctl());
      case Change.DeleteAddress c -> addresses.remove(unlabelled(c.address()));
      case Change.DeleteDestination c -> draining.remove(new Drain(c.server(), c.destination()));
      case Change.AddDestination c -> serves(c.server(), c.destination());
      case Change.EditDestination c -> serves(c.server(), c.destination());
      case Change.LinkDown c -> linksUp.remove(c.link());
      case Change.DeleteFouPort c -> fouPorts.remove(c.port());
      case Change.RestoreIpvsTimeouts c -> timeouts.keySet().removeAll(c.originals().keySet());
    }
  }

  /** The parameters of a device of ours are not noted: they end with the device. */
  private void saveSysctl(Change.WriteSysctl c) {
    if (c.sysctl().link().filter(OwnLink::hasOurName).isEmpty()) {
      sysctls.merge(
          c.sysctl(),
          new SavedSysctl(c.from(), c.to()),
          (first, again) -> new SavedSysctl(first.original(), again.written()));
    }
  }

  /** What has the value already that we want is not changed by us, unless it was before. */
  private void saveTimeouts(Change.SetIpvsTimeouts c) {
    c.to()
        .forEach(
            (timeout, seconds) -> {
              int from = c.from().getOrDefault(timeout, seconds);
              if (from != seconds) {
                timeouts.merge(
                    timeout,
                    new SavedTimeout(from, seconds),
                    (first, again) -> new SavedTimeout(first.original(), again.written()));
              }
            });
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
    return new Ownership(
        servers, sysctls, addresses, draining, linksUp, fouPorts, timeouts, modeChanges);
  }
}
