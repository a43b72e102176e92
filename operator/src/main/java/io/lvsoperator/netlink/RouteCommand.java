package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;
import java.util.Map;
import java.util.Optional;

/**
 * One change of interfaces, addresses, routes or rules. Adding never replaces: what is there
 * already is {@code EEXIST}.
 */
public sealed interface RouteCommand extends Request {
  /** What {@code NLM_F_CREATE | NLM_F_EXCL} means: make it new or fail. */
  int CREATE = Nl.NLM_F_CREATE | Nl.NLM_F_EXCL;

  /**
   * Adds an address.
   *
   * @param operation the change as an {@code ip} command line
   * @param address what to add
   */
  record AddAddress(String operation, AddressInfo address) implements RouteCommand {
    @Override
    public int type() {
      return Rtm.RTM_NEWADDR;
    }

    @Override
    public int flags() {
      return CREATE;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      LinkCodec.writeNewAddress(writer, address);
    }
  }

  /**
   * Deletes an address; {@code EADDRNOTAVAIL} if it is not there.
   *
   * @param operation the change as an {@code ip} command line
   * @param address what to delete
   */
  record DeleteAddress(String operation, AddressInfo address) implements RouteCommand {
    @Override
    public int type() {
      return Rtm.RTM_DELADDR;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      LinkCodec.writeAddress(writer, address);
    }
  }

  /**
   * Adds a route.
   *
   * @param operation the change as an {@code ip} command line
   * @param route what to add
   */
  record AddRoute(String operation, RouteInfo route) implements RouteCommand {
    @Override
    public int type() {
      return Rtm.RTM_NEWROUTE;
    }

    @Override
    public int flags() {
      return CREATE;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      RouteCodec.writeRoute(writer, route);
    }
  }

  /**
   * Deletes a route; {@code ESRCH} if it is not there.
   *
   * @param operation the change as an {@code ip} command line
   * @param route what to delete
   */
  record DeleteRoute(String operation, RouteInfo route) implements RouteCommand {
    @Override
    public int type() {
      return Rtm.RTM_DELROUTE;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      RouteCodec.writeRoute(writer, route);
    }
  }

  /**
   * Adds a rule.
   *
   * @param operation the change as an {@code ip} command line
   * @param rule what to add
   */
  record AddRule(String operation, RuleInfo rule) implements RouteCommand {
    @Override
    public int type() {
      return Rtm.RTM_NEWRULE;
    }

    @Override
    public int flags() {
      return CREATE;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      RouteCodec.writeRule(writer, rule);
    }
  }

  /**
   * Deletes a rule; {@code ENOENT} if it is not there.
   *
   * @param operation the change as an {@code ip} command line
   * @param rule what to delete
   */
  record DeleteRule(String operation, RuleInfo rule) implements RouteCommand {
    @Override
    public int type() {
      return Rtm.RTM_DELRULE;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      RouteCodec.writeRule(writer, rule);
    }
  }

  /**
   * Makes an interface. The kernel may load the module of its kind, and that may make the very
   * interface: then {@code EEXIST} (seen with {@code tunl0} and ipip).
   *
   * @param operation the change as an {@code ip} command line
   * @param name up to 15 characters
   * @param group a number by which its maker knows it again
   * @param kind {@code dummy}, {@code ipip}, ...
   * @param tunnel addresses and options, if it is a tunnel; the kernel's defaults without
   */
  record AddLink(String operation, String name, int group, String kind, Optional<TunnelInfo> tunnel)
      implements RouteCommand {
    @Override
    public String explain(Errno errno) {
      return switch (errno) {
        case EEXIST -> "there is a device of that name, or a tunnel between those addresses";
        case EOPNOTSUPP -> "this kernel has no devices of kind " + kind;
        default -> "";
      };
    }

    @Override
    public int type() {
      return Rtm.RTM_NEWLINK;
    }

    @Override
    public int flags() {
      return CREATE;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      LinkCodec.writeNewLink(writer, name, group, kind, tunnel);
    }
  }

  /**
   * Deletes an interface; {@code ENODEV} if it is not there.
   *
   * @param operation the change as an {@code ip} command line
   * @param index which
   */
  record DeleteLink(String operation, int index) implements RouteCommand {
    @Override
    public int type() {
      return Rtm.RTM_DELLINK;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      LinkCodec.writeLinkIndex(writer, index);
    }
  }

  /**
   * Switches an interface up or down.
   *
   * @param operation the change as an {@code ip} command line
   * @param index which
   * @param up or down
   */
  record SetLinkState(String operation, int index, boolean up) implements RouteCommand {
    @Override
    public int type() {
      return Rtm.RTM_SETLINK;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      LinkCodec.writeLinkState(writer, index, up);
    }
  }

  /**
   * Sets IPv4 sysctls of one interface; works where {@code /proc/sys} is mounted read-only.
   *
   * @param operation the change as a {@code sysctl} command line
   * @param index which interface
   * @param values by {@code IPV4_DEVCONF_*} number
   */
  record SetInetConf(String operation, int index, Map<Integer, Integer> values)
      implements RouteCommand {
    /** Copies the map. */
    public SetInetConf {
      values = Map.copyOf(values);
    }

    @Override
    public int type() {
      return Rtm.RTM_SETLINK;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      LinkCodec.writeInetConf(writer, index, values);
    }
  }
}
