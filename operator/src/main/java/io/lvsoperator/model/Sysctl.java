package io.lvsoperator.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel parameter below {@code /proc/sys}.
 *
 * @param path its parts with slashes, such as {@code net/ipv4/conf/eth0.100/forwarding}: the form
 *     that survives interface names with dots
 */
public record Sysctl(String path) implements Comparable<Sysctl> {
  private static final Pattern OF_LINK =
      Pattern.compile("net/ipv[46]/(?:conf|neigh)/(?!all/|default/)([^/]+)/.*");

  /** Whether ipvs keeps conntrack entries for what it forwards. */
  public static final Sysctl VS_CONNTRACK = new Sysctl("net/ipv4/vs/conntrack");

  /** From which ports the host's own connections of both families come: two numbers. */
  public static final Sysctl LOCAL_PORTS = new Sysctl("net/ipv4/ip_local_port_range");

  private static final String IPV6_CONF = "net/ipv6/conf/";

  /** Checks the path. */
  public Sysctl {
    if (!path.startsWith("net/") || path.contains("..") || path.contains("//")) {
      throw new IllegalArgumentException("not a network sysctl: " + path);
    }
  }

  /** {@return whether packets that arrive on this interface are forwarded} */
  public static Sysctl forwarding(String link) {
    return conf(link, "forwarding");
  }

  /** {@return whether this interface, or {@code all}, sends ICMP redirects} */
  public static Sysctl sendRedirects(String link) {
    return conf(link, "send_redirects");
  }

  /**
   * {@return whether this interface, or {@code all}, answers ARP for addresses that it does not
   * have itself} The kernel takes the larger of the two.
   */
  public static Sysctl arpIgnore(String link) {
    return conf(link, "arp_ignore");
  }

  /**
   * {@return which source this interface, or {@code all}, names in its ARP questions} The kernel
   * takes the larger of the two.
   */
  public static Sysctl arpAnnounce(String link) {
    return conf(link, "arp_announce");
  }

  /**
   * {@return whether this interface, or {@code all}, drops packets whose source is not reached
   * through it: 1 strictly, 2 if it is not reached at all} The kernel takes the larger of the two.
   */
  public static Sysctl rpFilter(String link) {
    return conf(link, "rp_filter");
  }

  /**
   * {@return whether this interface is a router in IPv6; of {@code all}, whether this node forwards
   * IPv6} Writing {@code all} writes every interface's and {@code default}'s. An interface that
   * becomes a router forgets its default routes from router advertisements at once, unless its
   * {@link #acceptRouterAdvertisements} is 2 before.
   */
  public static Sysctl ipv6Forwarding(String link) {
    return ipv6Conf(link, "forwarding");
  }

  /**
   * {@return whether IPv6 packets that arrive on this interface are forwarded, whatever {@link
   * #ipv6Forwarding} says} From Linux 6.17 on; nothing else changes with it.
   */
  public static Sysctl ipv6ForceForwarding(String link) {
    return ipv6Conf(link, "force_forwarding");
  }

  /**
   * {@return whether this interface learns addresses and routes from router advertisements: 1 while
   * it is no router itself, 2 in any case}
   */
  public static Sysctl acceptRouterAdvertisements(String link) {
    return ipv6Conf(link, "accept_ra");
  }

  private static Sysctl ipv6Conf(String link, String name) {
    return new Sysctl(IPV6_CONF + link + "/" + name);
  }

  /** {@return whether this is {@link #ipv6Forwarding} of an interface, of all or of default} */
  public boolean isIpv6Forwarding() {
    return path.startsWith(IPV6_CONF) && path.endsWith("/forwarding");
  }

  /** {@return whether this is {@link #acceptRouterAdvertisements}} */
  public boolean isAcceptRouterAdvertisements() {
    return path.startsWith(IPV6_CONF) && path.endsWith("/accept_ra");
  }

  /** {@return whether this is {@link #arpIgnore} or {@link #arpAnnounce}} */
  public boolean silencesArp() {
    return path.endsWith("/arp_ignore") || path.endsWith("/arp_announce");
  }

  /** {@return the IPv4 parameter of an interface} */
  public static Sysctl conf(String link, String name) {
    return new Sysctl("net/ipv4/conf/" + link + "/" + name);
  }

  /**
   * {@return whether a value does what another is wanted for} {@code arp_ignore} 2 hides what 1
   * hides, and asks for more (kernel documentation, ip-sysctl).
   *
   * @param standing what stands there
   * @param wanted what shall stand there
   */
  public boolean serves(String standing, String wanted) {
    return wanted.equals(standing)
        || path.endsWith("/arp_ignore") && wanted.equals("1") && standing.equals("2");
  }

  /** {@return the interface whose parameter it is; {@code all} and {@code default} are none} */
  public Optional<String> link() {
    Matcher matcher = OF_LINK.matcher(path);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  @Override
  public int compareTo(Sysctl other) {
    return path.compareTo(other.path);
  }

  /**
   * {@return the name as {@code sysctl} takes it: with dots, or with slashes where a part holds a
   * dot}
   */
  @Override
  public String toString() {
    return path.indexOf('.') < 0 ? path.replace('/', '.') : path;
  }
}
