package io.lvsoperator.e2e.bed;

import java.util.Locale;
import java.util.Optional;

/**
 * A UDP datagram inside the packet of a tunnel, made by hand.
 *
 * @param tunnel its kind
 * @param to the outer destination, IPv4 or IPv6
 * @param outerFrom the outer source; the sender's own address where empty
 * @param innerFrom ADDRESS:PORT of the datagram's source
 * @param innerTo ADDRESS:PORT of the datagram's destination, of the same family
 * @param text the datagram's payload
 */
public record Spoof(
    Tunnel tunnel,
    String to,
    Optional<String> outerFrom,
    String innerFrom,
    String innerTo,
    String text) {

  /** The UDP port that the tunnels of GUE listen on here. */
  public static final int GUE_PORT = 6080;

  /** Kinds of tunnels. */
  public enum Tunnel {
    /** IP in IP; the protocol is 4 or 41 by the inner packet's family. */
    IPIP,
    /** GRE without options. */
    GRE,
    /** GUE, variant 0: a header of four bytes in UDP to {@link #GUE_PORT}. */
    GUE,
    /** GUE, variant 1: the inner packet follows the UDP header at once. */
    GUE1;

    /** The word for it on the command line of the program that sends it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A datagram from some client, sent from the sender's own address. */
  public static Spoof of(Tunnel tunnel, String to, String innerFrom, String innerTo, String text) {
    return new Spoof(tunnel, to, Optional.empty(), innerFrom, innerTo, text);
  }

  /** The same with a forged outer source. */
  public Spoof as(String outerSource) {
    return new Spoof(tunnel, to, Optional.of(outerSource), innerFrom, innerTo, text);
  }
}
