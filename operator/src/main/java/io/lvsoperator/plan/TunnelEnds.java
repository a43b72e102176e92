package io.lvsoperator.plan;

import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.FouPort;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.PacketMark;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.TunnelRule;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * TUN on the real server: a device on which packets come out of their tunnel, the VIP where no
 * neighbour hears of it, and rules by which nobody but the group's directors can send anything
 * through the device, and only to a VIP of ours. A device of ours has the VIP as its address: with
 * one, {@code rp_filter} 2 of the device's own is enough whatever {@code all} says.
 */
final class TunnelEnds {
  private static final OwnLink VIPS = OwnLink.dummy("lvs-vip");
  private static final String LOOSE = "2";

  /** The shortest IP and TCP headers, which are not in a segment. */
  private static final int IPV4_HEADERS = 40;

  private static final int IPV6_HEADERS = 60;

  private final Observed observed;
  private final TunnelDevices devices;
  private final HiddenVips hiddenVips;
  private final DesiredDraft draft;
  private final PacketMark trusted;
  private final SortedMap<String, SortedSet<IpAddress>> ours = new TreeMap<>();
  private final SortedMap<String, SortedSet<IpAddress>> shared = new TreeMap<>();
  private final SortedMap<Entry, SortedSet<IpAddress>> directors = new TreeMap<>();
  private final SortedMap<IpAddress, Integer> segments = new TreeMap<>();

  TunnelEnds(
      Observed observed,
      TunnelDevices devices,
      PlanOptions options,
      HiddenVips hiddenVips,
      DesiredDraft draft) {
    this.observed = observed;
    this.devices = devices;
    this.hiddenVips = hiddenVips;
    this.draft = draft;
    this.trusted = options.own();
  }

  /** Where wrapped packets come in. What they sum makes no difference here. */
  private record Entry(Forwarding.TunnelType type, int port, IpAddress realServer)
      implements Comparable<Entry> {
    private static final Comparator<Entry> ORDER =
        Comparator.comparing(Entry::type)
            .thenComparingInt(Entry::port)
            .thenComparing(Entry::realServer);

    @Override
    public int compareTo(Entry other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Adds the ends of the tunnels. Where two parts exclude each other, what stands stays, and else
   * the first has its way.
   *
   * @param parts the parts in TUN, with the interface that has the real server's address
   */
  void plan(Map<HostedPart, String> parts) {
    parts.keySet().stream()
        .sorted(Comparator.comparing(part -> !devices.stands(part)))
        .forEach(part -> end(part, parts.get(part)));
    filter();
  }

  private void end(HostedPart part, String link) {
    SortedSet<IpAddress> senders = senders(part);
    if (senders.isEmpty()) {
      draft.partOutcomes.put(part.id(), unknown());
      return;
    }
    switch (devices.of(part)) {
      case TunnelDevices.End.Nowhere(Outcome why) -> draft.partOutcomes.put(part.id(), why);
      case TunnelDevices.End.Fallback(var device) -> {
        if (hide(part, link, device.link())) {
          draft.fallbackLinks.add(device);
          open(part, link, senders, device.link(), ours);
        }
      }
      case TunnelDevices.End.Made(var device) -> {
        if (hide(part, link, device.name())) {
          draft.links.add(device);
          open(part, link, senders, device.name(), ours);
        }
      }
      case TunnelDevices.End.Shared(var device) -> {
        if (hiddenVips.hide(part, link, VIPS.name(), Collections.emptySortedMap())) {
          draft.links.add(VIPS);
          open(part, link, senders, device.link(), shared);
        }
      }
    }
  }

  private boolean hide(HostedPart part, String link, String device) {
    SortedMap<Sysctl, String> needs = new TreeMap<>();
    if (part.vip().family() == Family.IPV4) {
      needs.put(Sysctl.rpFilter(device), LOOSE);
    }
    return hiddenVips.hide(part, link, device, needs);
  }

  private void open(
      HostedPart part,
      String link,
      SortedSet<IpAddress> senders,
      String device,
      Map<String, SortedSet<IpAddress>> vips) {
    IpAddress vip = part.vip();
    IpAddress address = part.address();
    Forwarding.Tunnel tunnel = TunnelDevices.tunnel(part);
    if (tunnel.type() == Forwarding.TunnelType.GUE) {
      draft.fouPorts.add(FouPort.gue(address.family(), tunnel.port()));
    }
    vips.computeIfAbsent(device, _ -> new TreeSet<>()).add(vip);
    directors
        .computeIfAbsent(new Entry(tunnel.type(), tunnel.port(), address), _ -> new TreeSet<>())
        .addAll(senders);
    part.directors().stream()
        .filter(director -> !addresses(director, address.family()).isEmpty())
        .forEach(director -> draft.serve(part, director));
    observed
        .link(link)
        .map(Link::mtu)
        .ifPresent(mtu -> clamp(vip, mtu - tunnel.overhead(address.family())));
  }

  private void clamp(IpAddress vip, int packet) {
    int headers = vip.family() == Family.IPV4 ? IPV4_HEADERS : IPV6_HEADERS;
    segments.merge(vip, packet - headers, Math::min);
  }

  /** All their addresses: on which of them a director sends is its own routes' business. */
  private static SortedSet<IpAddress> senders(HostedPart part) {
    SortedSet<IpAddress> senders = new TreeSet<>();
    part.directors().forEach(d -> senders.addAll(addresses(d, part.address().family())));
    return senders;
  }

  private static List<IpAddress> addresses(DirectorPeer director, Family family) {
    return director.interfaces().stream()
        .flatMap(i -> i.addresses().stream())
        .map(Subnet::address)
        .filter(a -> a.family() == family)
        .toList();
  }

  private static Outcome unknown() {
    return Outcome.waiting(
        "Pending",
        "the group has no director that reports its addresses yet, and packets are taken from no others");
  }

  private void filter() {
    directors.forEach(
        (entry, senders) ->
            senders.forEach(
                director ->
                    draft.rule(
                        new TunnelRule.Trust(
                            entry.type(), entry.port(), entry.realServer(), director, trusted))));
    ours.forEach(
        (device, vips) ->
            vips.forEach(vip -> draft.rule(new TunnelRule.Unwrap(device, vip, trusted))));
    shared.forEach(
        (device, vips) ->
            vips.forEach(vip -> draft.rule(new TunnelRule.UnwrapShared(device, vip, trusted))));
    segments.forEach((vip, size) -> draft.rule(new TunnelRule.ClampSegments(vip, size)));
  }
}
