package io.lvsoperator.model;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One change of a node's kernel, which prints itself as the command that a person would type. */
public sealed interface Change {
  /** {@return the command that it stands for; several lines where a person would need several} */
  String command();

  /**
   * Writes a kernel parameter.
   *
   * @param sysctl which one
   * @param from what stands there now; the journal keeps the first of these
   * @param to what shall stand there
   */
  record WriteSysctl(Sysctl sysctl, String from, String to) implements Change {
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
  record RestoreSysctl(Sysctl sysctl, String original) implements Change {
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
  record ForgetSysctl(Sysctl sysctl) implements Change {
    @Override
    public String command() {
      return "# " + sysctl + " was changed by somebody else and is left as it stands";
    }
  }

  /** Adds a virtual server. */
  record AddVirtualServer(VirtualServer server) implements Change {
    @Override
    public String command() {
      return "ipvsadm -A " + server.options();
    }
  }

  /** Takes a virtual server over that stands on a VIP with our label: the journal was lost. */
  record AdoptVirtualServer(VirtualServerKey server) implements Change {
    @Override
    public String command() {
      return "# adopt " + server.option() + ", which stands on a VIP of ours";
    }
  }

  /** Edits a virtual server in place; its connections stay. */
  record EditVirtualServer(VirtualServer server) implements Change {
    @Override
    public String command() {
      return "ipvsadm -E " + server.options();
    }
  }

  /** Deletes a virtual server with its destinations. */
  record DeleteVirtualServer(VirtualServerKey server) implements Change {
    @Override
    public String command() {
      return "ipvsadm -D " + server.option();
    }
  }

  /**
   * Forgets a virtual server of ours that somebody else has deleted and that nobody wants any more.
   */
  record DisownVirtualServer(VirtualServerKey server) implements Change {
    @Override
    public String command() {
      return "# " + server.option() + " is gone already";
    }
  }

  /** Adds a destination to a virtual server. */
  record AddDestination(VirtualServerKey server, Destination destination) implements Change {
    @Override
    public String command() {
      return "ipvsadm -a " + server.option() + " " + destination.options();
    }
  }

  /** Edits a destination in place; its connections stay. */
  record EditDestination(VirtualServerKey server, Destination destination) implements Change {
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
      implements Change {
    @Override
    public String command() {
      return "ipvsadm -e " + server.option() + " " + destination.options();
    }
  }

  /** Forgets that a destination was leaving: it is wanted again. */
  record CancelDrain(VirtualServerKey server, Destination.Key destination) implements Change {
    @Override
    public String command() {
      return "# " + destination + " stays in " + server.option();
    }
  }

  /** Deletes a destination. */
  record DeleteDestination(VirtualServerKey server, Destination.Key destination) implements Change {
    @Override
    public String command() {
      return "ipvsadm -d " + server.option() + " -r " + destination;
    }
  }

  /** Adds an address. */
  record AddAddress(LinkAddress address) implements Change {
    @Override
    public String command() {
      return "ip addr add " + address.subnet() + " dev " + address.link();
    }
  }

  /** Deletes an address. */
  record DeleteAddress(LinkAddress address) implements Change {
    @Override
    public String command() {
      return "ip addr del " + address.subnet() + " dev " + address.link();
    }
  }

  /**
   * Tells the network where an address is now: gratuitous ARP or an unsolicited neighbour
   * advertisement.
   */
  record Announce(String link, IpAddress address) implements Change {
    @Override
    public String command() {
      return "arping -U -c 1 -I " + link + " " + address;
    }
  }

  /** Adds a route. */
  record AddRoute(Route route) implements Change {
    @Override
    public String command() {
      return "ip route add " + route.options();
    }
  }

  /** Deletes a route. */
  record DeleteRoute(Route route) implements Change {
    @Override
    public String command() {
      return "ip route del " + route.options();
    }
  }

  /** Adds a routing rule. */
  record AddRule(Rule rule) implements Change {
    @Override
    public String command() {
      return "ip rule add " + rule.options();
    }
  }

  /** Deletes a routing rule. */
  record DeleteRule(Rule rule) implements Change {
    @Override
    public String command() {
      return "ip rule del " + rule.options();
    }
  }

  /** Puts our nftables table in place, in one transaction; a table that stood there is replaced. */
  record ReplacePacketRules(PacketRules rules) implements Change {
    @Override
    public String command() {
      List<String> head =
          List.of("add table " + PacketRules.TABLE, "delete table " + PacketRules.TABLE);
      return Stream.concat(head.stream(), rules.statements().stream())
          .map(s -> "nft '" + s + "'")
          .collect(Collectors.joining("\n"));
    }
  }

  /** Deletes our nftables table. */
  record DeletePacketRules() implements Change {
    @Override
    public String command() {
      return "nft 'delete table " + PacketRules.TABLE + "'";
    }
  }

  /** Notes a part that this node takes as a real server, before it is put in place. */
  record TakePart(HostedPart part) implements Change {
    @Override
    public String command() {
      return "# %s is a real server of %s (%s)"
          .formatted(part.key().address(), part.service(), part.key().vip());
    }
  }

  /**
   * Notes since when a part is no longer wanted. It stays in place until its directors have let
   * this real server go.
   *
   * @param part which part
   * @param since when it began
   */
  record BeginLeaving(Ownership.PartRef part, Instant since) implements Change {
    @Override
    public String command() {
      return "# %s leaves %s (%s) when its directors have let it go"
          .formatted(part.key().address(), part.service(), part.key().vip());
    }
  }

  /** Forgets a part that has left. */
  record ForgetPart(Ownership.PartRef part) implements Change {
    @Override
    public String command() {
      return "# %s has left %s (%s)"
          .formatted(part.key().address(), part.service(), part.key().vip());
    }
  }
}
