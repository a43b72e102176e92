package io.lvsoperator.plan;

import io.lvsoperator.model.Family;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Sysctl;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The VIP on a real server: it takes packets for it, and no neighbour hears of it. In IPv4 a node
 * answers ARP for every address that it has anywhere, and asks with one, unless told otherwise; in
 * IPv6 it answers only for those of the interface that was asked.
 */
final class HiddenVips {
  private static final String ANSWER_FOR_OWN = "1";
  private static final String ASK_WITH_OWN = "2";

  private final Observed observed;
  private final Ownership ownership;
  private final DesiredDraft draft;

  HiddenVips(Observed observed, Ownership ownership, DesiredDraft draft) {
    this.observed = observed;
    this.ownership = ownership;
    this.draft = draft;
  }

  /**
   * Gives this node the VIP.
   *
   * @param part the part that needs it
   * @param link the interface that has the real server's address
   * @param device where the VIP goes
   * @param alsoNeeds more parameters without which it must not be there
   * @return whether nothing stands in the way, or the VIP stands and has to stay all the same: as
   *     long as a director may send packets for it, without it this node would route them back
   */
  boolean hide(HostedPart part, String link, String device, SortedMap<Sysctl, String> alsoNeeds) {
    IpAddress vip = part.vip();
    Optional<Outcome> obstacle = answering(vip).or(() -> audible(vip));
    if (obstacle.isPresent()) {
      draft.partOutcomes.put(part.id(), obstacle.get());
      if (!stands(vip)) {
        return false;
      }
    }
    SortedMap<Sysctl, String> needs = needs(vip, link);
    needs.putAll(alsoNeeds);
    draft.sysctls.putAll(needs);
    draft.hidden.add(
        new Desired.HiddenVip(
            part.id(), new LinkAddress(device, vip.asHost(), Ownership.PROTOCOL), needs));
    return true;
  }

  /** {@return whether this node hides this VIP now} */
  boolean stands(IpAddress vip) {
    return observed.addresses().stream()
        .anyMatch(a -> a.address().equals(vip) && ownership.owns(a) && observed.hides(a));
  }

  /**
   * The interfaces on which somebody could ask for the VIP: its own subnet's and our neighbours'.
   */
  private SortedMap<Sysctl, String> needs(IpAddress vip, String link) {
    SortedMap<Sysctl, String> needs = new TreeMap<>();
    if (vip.family() == Family.IPV4) {
      needs.putAll(quiet(link));
      observed.addresses().stream()
          .filter(a -> !ownership.owns(a) && a.subnet().contains(vip))
          .map(LinkAddress::link)
          .filter(other -> observed.link(other).filter(Link::loopback).isEmpty())
          .forEach(other -> needs.putAll(quiet(other)));
    }
    return needs;
  }

  private static SortedMap<Sysctl, String> quiet(String link) {
    return new TreeMap<>(
        java.util.Map.of(
            Sysctl.arpIgnore(link), ANSWER_FOR_OWN, Sysctl.arpAnnounce(link), ASK_WITH_OWN));
  }

  /** An address of the node's own that is the VIP answers ARP whatever the parameters are. */
  private Optional<Outcome> answering(IpAddress vip) {
    return observed.addresses().at(vip).stream()
        .filter(a -> !ownership.owns(a) && !observed.hides(a))
        .findFirst()
        .map(
            a ->
                Outcome.refused(
                    "VIPOnThisNode",
                    "VIP %s is this node's own address on %s and would answer ARP there: take it away, or choose another VIP"
                        .formatted(vip, a.link())));
  }

  /** The kernel takes the larger of {@code all} and the interface: 3 to 7 would answer again. */
  private Optional<Outcome> audible(IpAddress vip) {
    Sysctl all = Sysctl.arpIgnore("all");
    String value = observed.sysctls().getOrDefault(all, "0");
    boolean hides = value.equals("0") || value.equals("1") || value.equals("2");
    return hides || vip.family() == Family.IPV6
        ? Optional.empty()
        : Optional.of(
            Outcome.refused(
                "ARPNotHidden",
                "%s=%s on this node outweighs what we set on an interface, and VIP %s could answer ARP: set it to 0, 1 or 2"
                    .formatted(all, value, vip)));
  }
}
