package io.lvsoperator.model;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One change of what a node holds, which prints itself as the command that a person would type. It
 * says what it is about, and without what it must not be made; who adds a kind is led by the
 * compiler to every place that decides by kind.
 */
public sealed interface Change {
  /** {@return the command that it stands for; several lines where a person would need several} */
  String command();

  /** {@return what it is about} */
  default Subject subject() {
    return Subject.of(this);
  }

  /** {@return what it does to its subject} */
  default Effect effect() {
    return Effect.of(this);
  }

  /** {@return the subjects that must not have failed before: without them it would do harm} */
  default Set<Subject> requires() {
    return Dependencies.requiredBy(this);
  }

  /** {@return subjects of which at least one must not have failed; none where it needs none} */
  default Set<Subject> requiresOneOf() {
    return Set.of();
  }

  /** {@return the subjects that are missing where it fails} */
  default Set<Subject> provides() {
    return Dependencies.providedBy(this);
  }

  /** It changes the kernel. */
  sealed interface KernelChange extends Change {}

  /** It goes to ipvs, and may go there together with others of its kind. */
  sealed interface OfIpvs extends KernelChange {}

  /** It goes to the addresses, and may go there together with others of its kind. */
  sealed interface OfAddresses extends KernelChange {}

  /** It changes nothing but the journal. */
  sealed interface JournalNote extends Change {}

  /** Makes something ours that carries no label: the journal notes it before. */
  sealed interface Claims extends KernelChange {}

  /** Gives something away that the journal lists, which forgets it afterwards. */
  sealed interface Releases extends KernelChange {}

  /** The journal need not know of it: the kernel keeps our label, or nothing has to be undone. */
  sealed interface Unnoted extends KernelChange {}

  /** A default route and a rule by mark do not tell ip of which family they are. */
  private static String ip(Family family) {
    return family == Family.IPV6 ? "ip -6" : "ip";
  }

  /**
   * Writes a kernel parameter.
   *
   * @param sysctl which one
   * @param from what stands there now; the journal keeps the first of these
   * @param to what shall stand there
   */
  record WriteSysctl(Sysctl sysctl, String from, String to) implements Claims {
    @Override
    public String command() {
      return "sysctl -w " + sysctl + "=" + to;
    }
  }

  /**
   * Gives a kernel parameter back.
   *
   * @param sysctl which one
   * @param original what stood there before us
   */
  record RestoreSysctl(Sysctl sysctl, String original) implements Releases {
    @Override
    public String command() {
      return "sysctl -w " + sysctl + "=" + original;
    }
  }

  /**
   * Forgets a kernel parameter that somebody else has changed since: it is theirs now.
   *
   * @param sysctl which one
   */
  record ForgetSysctl(Sysctl sysctl) implements JournalNote {
    @Override
    public String command() {
      return "# " + sysctl + " was changed by somebody else and is left as it stands";
    }
  }

  /** Adds a virtual server. */
  record AddVirtualServer(VirtualServer server) implements Claims, OfIpvs {
    @Override
    public String command() {
      return "ipvsadm -A " + server.options();
    }
  }

  /** Takes a virtual server over that stands on a VIP with our label: the journal was lost. */
  record AdoptVirtualServer(VirtualServerKey server) implements JournalNote {
    @Override
    public String command() {
      return "# adopt " + server.option() + ", which stands on a VIP of ours";
    }
  }

  /** Edits a virtual server in place; its connections stay. */
  record EditVirtualServer(VirtualServer server) implements Unnoted, OfIpvs {
    @Override
    public String command() {
      return "ipvsadm -E " + server.options();
    }
  }

  /** Deletes a virtual server with its destinations. */
  record DeleteVirtualServer(VirtualServerKey server) implements Releases, OfIpvs {
    @Override
    public String command() {
      return "ipvsadm -D " + server.option();
    }
  }

  /**
   * Forgets a virtual server of ours that somebody else has deleted and that nobody wants any more.
   */
  record DisownVirtualServer(VirtualServerKey server) implements JournalNote {
    @Override
    public String command() {
      return "# " + server.option() + " is gone already";
    }
  }

  /** Adds a destination to a virtual server. */
  record AddDestination(VirtualServerKey server, Destination destination)
      implements Releases, OfIpvs {
    @Override
    public String command() {
      return "ipvsadm -a " + server.option() + " " + destination.options();
    }
  }

  /**
   * Edits a destination in place; its connections stay.
   *
   * @param server its virtual server
   * @param standing how it is
   * @param destination how it shall be
   */
  record EditDestination(VirtualServerKey server, Destination standing, Destination destination)
      implements Releases, OfIpvs {
    /** {@return whether packets reach it in another way, for which the packet rules must stand} */
    public boolean redirects() {
      return !standing.forwarding().equals(destination.forwarding());
    }

    @Override
    public String command() {
      return "ipvsadm -e " + server.option() + " " + destination.options();
    }
  }

  /**
   * Begins to drain a leaving destination: the journal notes since when, and its weight becomes 0.
   *
   * @param server its virtual server
   * @param destination the destination with weight 0
   * @param since when it began
   */
  record DrainDestination(VirtualServerKey server, Destination destination, Instant since)
      implements Claims, OfIpvs {
    @Override
    public String command() {
      return "ipvsadm -e " + server.option() + " " + destination.options();
    }
  }

  /** Forgets that a destination was leaving: it is wanted again. */
  record CancelDrain(VirtualServerKey server, Destination.Key destination) implements JournalNote {
    @Override
    public String command() {
      return "# " + destination + " stays in " + server.option();
    }
  }

  /** Deletes a destination. */
  record DeleteDestination(VirtualServerKey server, Destination.Key destination)
      implements Releases, OfIpvs {
    @Override
    public String command() {
      return "ipvsadm -d " + server.option() + " -r " + destination;
    }
  }

  /**
   * Adds an address.
   *
   * @param address the address
   * @param requires what it must not be without, beside its interface
   * @param requiresOneOf the virtual servers of a VIP: without any it would only swallow packets
   */
  record AddAddress(LinkAddress address, Set<Subject> requires, Set<Subject> requiresOneOf)
      implements Claims, OfAddresses {
    /** Copies the sets, and adds the interface. */
    public AddAddress {
      Set<Subject> all = new HashSet<>(requires);
      all.add(new Subject.Device(address.link()));
      requires = Set.copyOf(all);
      requiresOneOf = Set.copyOf(requiresOneOf);
    }

    /** An address that needs nothing but its interface. */
    public AddAddress(LinkAddress address) {
      this(address, Set.of(), Set.of());
    }

    @Override
    public String command() {
      return "ip addr add " + address.addOptions();
    }
  }

  /** Deletes an address. */
  record DeleteAddress(LinkAddress address) implements Releases, OfAddresses {
    @Override
    public String command() {
      return "ip addr del " + address.subnet() + " dev " + address.link();
    }
  }

  /**
   * Tells the network where an address is now: gratuitous ARP or an unsolicited neighbour
   * advertisement.
   */
  record Announce(String link, IpAddress address) implements Unnoted {
    @Override
    public String command() {
      return address.family() == Family.IPV4
          ? "arping -U -c 1 -I " + link + " " + address
          : "ndsend " + address + " " + link;
    }
  }

  /** Adds a route. */
  record AddRoute(Route route) implements Unnoted {
    @Override
    public String command() {
      return ip(route.destination().address().family()) + " route add " + route.options();
    }
  }

  /** Deletes a route. */
  record DeleteRoute(Route route) implements Unnoted {
    @Override
    public String command() {
      return ip(route.destination().address().family()) + " route del " + route.options();
    }
  }

  /** Adds a routing rule. */
  record AddRule(Rule rule) implements Unnoted {
    @Override
    public String command() {
      return ip(rule.family()) + " rule add " + rule.options();
    }
  }

  /** Deletes a routing rule. */
  record DeleteRule(Rule rule) implements Unnoted {
    @Override
    public String command() {
      return ip(rule.family()) + " rule del " + rule.options();
    }
  }

  /** Makes a device of ours; it is down until {@link LinkUp}. */
  record AddLink(OwnLink link) implements Unnoted {
    @Override
    public String command() {
      return "ip link add " + link.options();
    }
  }

  /** Deletes a device of ours, with whatever addresses are on it. */
  record DeleteLink(String link) implements Unnoted {
    @Override
    public String command() {
      return "ip link del " + link;
    }
  }

  /** Makes the kernel load a tunnel's module, with which its fallback device comes. */
  record LoadLink(FallbackLink link) implements Unnoted {
    @Override
    public String command() {
      return "modprobe " + link.module();
    }
  }

  /**
   * Switches a device on: one of ours, or a fallback device. Which fallback devices we switch on is
   * in the journal before.
   */
  record LinkUp(String link) implements Claims {
    @Override
    public String command() {
      return "ip link set " + link + " up";
    }
  }

  /** Switches a fallback device off again. */
  record LinkDown(FallbackLink link) implements Releases {
    @Override
    public String command() {
      return "ip link set " + link.link() + " down";
    }
  }

  /**
   * Forgets that we switched a fallback device on: it is gone or down anyway, or somebody else uses
   * it by now.
   */
  record ForgetLink(FallbackLink link, String why) implements JournalNote {
    @Override
    public String command() {
      return "# " + link.link() + " " + why + ": left as it stands";
    }
  }

  /** Lets the kernel unwrap what comes in at a UDP port. */
  record AddFouPort(FouPort port) implements Claims {
    @Override
    public String command() {
      return "modprobe " + port.module() + "\nip fou add " + port.options();
    }
  }

  /** Closes such a port of ours. */
  record DeleteFouPort(FouPort port) implements Releases {
    @Override
    public String command() {
      return "ip fou del " + port.options();
    }
  }

  /** Forgets such a port of ours that somebody else has closed. */
  record ForgetFouPort(FouPort port) implements JournalNote {
    @Override
    public String command() {
      return "# ip fou " + port.options() + " is gone already";
    }
  }

  /**
   * Sets timeouts of ipvs.
   *
   * @param from what they are now, in seconds; the journal keeps the first of these
   * @param to what they shall be, in seconds; those that are missing here stay
   */
  record SetIpvsTimeouts(Map<IpvsTimeout, Integer> from, Map<IpvsTimeout, Integer> to)
      implements Claims {
    /** Copies the maps. */
    public SetIpvsTimeouts {
      from = Map.copyOf(from);
      to = Map.copyOf(to);
    }

    @Override
    public String command() {
      return "ipvsadm --set " + IpvsTimeout.options(to);
    }
  }

  /**
   * Gives timeouts of ipvs back.
   *
   * @param originals what they were before us, in seconds
   */
  record RestoreIpvsTimeouts(Map<IpvsTimeout, Integer> originals) implements Releases {
    /** Copies the map. */
    public RestoreIpvsTimeouts {
      originals = Map.copyOf(originals);
    }

    @Override
    public String command() {
      return "ipvsadm --set " + IpvsTimeout.options(originals);
    }
  }

  /** Forgets a timeout of ipvs that somebody else has changed since: it is theirs now. */
  record ForgetIpvsTimeout(IpvsTimeout timeout) implements JournalNote {
    @Override
    public String command() {
      return "# the ipvs timeout %s was changed by somebody else and is left as it stands"
          .formatted(timeout.name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  /**
   * Makes our nftables table of what stands there, in one transaction.
   *
   * @param standing what stands there
   * @param rules what shall
   */
  record ReplacePacketRules(PacketTableState standing, PacketRules rules) implements Unnoted {
    @Override
    public String command() {
      List<String> statements =
          standing instanceof PacketTableState.Ours(PacketRules before)
              ? rules.nft().statementsFrom(before.nft())
              : rules.nft().statementsAnew();
      return statements.stream().map(s -> "nft '" + s + "'").collect(Collectors.joining("\n"));
    }
  }

  /** Deletes our nftables table. */
  record DeletePacketRules() implements Unnoted {
    @Override
    public String command() {
      return "nft 'delete table " + PacketRules.TABLE + "'";
    }
  }

  /**
   * Notes since when a director waits for real servers before it changes the way of their packets,
   * or their ports.
   *
   * @param service the service
   * @param since when it began
   */
  record BeginModeChange(ServiceRef service, Instant since) implements JournalNote {
    @Override
    public String command() {
      return "# %s changes its mode or ports when its real servers are ready".formatted(service);
    }
  }

  /** Forgets that a director waits: it has changed the way, or goes on as before. */
  record EndModeChange(ServiceRef service) implements JournalNote {
    @Override
    public String command() {
      return "# %s waits no longer for its change of mode or ports".formatted(service);
    }
  }
}
