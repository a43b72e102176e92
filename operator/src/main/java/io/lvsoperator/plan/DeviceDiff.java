package io.lvsoperator.plan;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.FouPort;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.SavedTimeout;
import io.lvsoperator.model.Subnet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is to be done about devices. They are made first, because their parameters come with them;
 * but they take packets only once the packet rules stand, which say from whom.
 */
final class DeviceDiff {
  private static final Subnet LINK_LOCAL = Subnet.parse("fe80::/10");

  /** The IPv4-compatible addresses that the kernel gives to {@code sit0} by itself. */
  private static final Subnet COMPATIBLE = Subnet.parse("::/96");

  private final Observed observed;
  private final Ownership ownership;
  private final Devices desired;

  DeviceDiff(Observed observed, Ownership ownership, Devices desired) {
    this.observed = observed;
    this.ownership = ownership;
    this.desired = desired;
  }

  /** {@return whether all devices stand as they shall} */
  static boolean stand(Observed observed, Devices desired) {
    DeviceDiff diff = new DeviceDiff(observed, Ownership.NONE, desired);
    return diff.toMake().isEmpty() && diff.toOpen().isEmpty();
  }

  /** {@return whether the addresses on this device go with it, because another takes its name} */
  boolean isReplaced(String link) {
    return missingLinks().stream().anyMatch(wanted -> wanted.name().equals(link));
  }

  List<Change> toMake() {
    List<Change> changes = new ArrayList<>();
    for (OwnLink wanted : missingLinks()) {
      standing(wanted.name()).ifPresent(old -> changes.add(new Change.DeleteLink(old.name())));
      changes.add(new Change.AddLink(wanted));
    }
    for (FallbackLink wanted : desired.fallbackLinks()) {
      if (observed.link(wanted.link()).isEmpty()) {
        changes.add(new Change.LoadLink(wanted));
      }
    }
    return changes;
  }

  List<Change> toOpen() {
    List<Change> changes = new ArrayList<>();
    Set<String> wanted = new TreeSet<>();
    desired.links().forEach(link -> wanted.add(link.name()));
    desired.fallbackLinks().forEach(link -> wanted.add(link.link()));
    for (String link : wanted) {
      if (isReplaced(link) || observed.link(link).filter(Link::up).isEmpty()) {
        changes.add(new Change.LinkUp(link));
      }
    }
    for (FouPort port : desired.fouPorts()) {
      if (!observed.fouPorts().contains(port)) {
        changes.add(new Change.AddFouPort(port));
      }
    }
    return changes;
  }

  List<Change> toClose() {
    List<Change> changes = new ArrayList<>();
    for (FouPort port : new TreeSet<>(ownership.fouPorts())) {
      if (!desired.fouPorts().contains(port)) {
        changes.add(
            observed.fouPorts().contains(port)
                ? new Change.DeleteFouPort(port)
                : new Change.ForgetFouPort(port));
      }
    }
    for (FallbackLink link : new TreeSet<>(ownership.linksUp())) {
      if (!desired.fallbackLinks().contains(link)) {
        changes.add(
            whyNotOurs(link)
                .<Change>map(why -> new Change.ForgetLink(link, why))
                .orElseGet(() -> new Change.LinkDown(link)));
      }
    }
    return changes;
  }

  List<Change> toDelete() {
    return observed.ownLinks().stream()
        .map(OwnLink::name)
        .filter(name -> desired.links().stream().noneMatch(l -> l.name().equals(name)))
        .sorted()
        .<Change>map(Change.DeleteLink::new)
        .toList();
  }

  List<Change> timeoutsToSet() {
    Map<IpvsTimeout, Integer> from = new TreeMap<>(observed.timeouts());
    from.keySet().retainAll(desired.timeouts().keySet());
    boolean asked = from.keySet().equals(desired.timeouts().keySet());
    return !asked || from.equals(desired.timeouts())
        ? List.of()
        : List.of(new Change.SetIpvsTimeouts(from, desired.timeouts()));
  }

  List<Change> timeoutsToGiveBack() {
    List<Change> changes = new ArrayList<>();
    Map<IpvsTimeout, Integer> originals = new EnumMap<>(IpvsTimeout.class);
    for (var entry : new TreeMap<>(ownership.timeouts()).entrySet()) {
      SavedTimeout saved = entry.getValue();
      Integer standing = observed.timeouts().get(entry.getKey());
      if (desired.timeouts().containsKey(entry.getKey())) {
        continue;
      }
      if (standing != null && standing == saved.written()) {
        originals.put(entry.getKey(), saved.original());
      } else {
        changes.add(new Change.ForgetIpvsTimeout(entry.getKey()));
      }
    }
    if (!originals.isEmpty()) {
      changes.add(new Change.RestoreIpvsTimeouts(originals));
    }
    return changes;
  }

  private List<OwnLink> missingLinks() {
    return desired.links().stream()
        .filter(wanted -> !observed.ownLinks().contains(wanted))
        .sorted(Comparator.comparing(OwnLink::name))
        .collect(Collectors.toList());
  }

  private Optional<OwnLink> standing(String name) {
    return observed.ownLinks().stream().filter(l -> l.name().equals(name)).findFirst();
  }

  /** Who has put an address on it since would lose packets if we switched it off. */
  private Optional<String> whyNotOurs(FallbackLink link) {
    if (observed.link(link.link()).filter(Link::up).isEmpty()) {
      return Optional.of("is down or gone already");
    }
    return observed.addresses().on(link.link()).stream()
        .filter(a -> !ownership.owns(a))
        .filter(a -> !byTheKernel(a.address()))
        .map(a -> "has somebody else's address " + a.subnet() + " by now")
        .findFirst();
  }

  private static boolean byTheKernel(IpAddress address) {
    return LINK_LOCAL.contains(address) || COMPATIBLE.contains(address);
  }
}
