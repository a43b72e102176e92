package io.lvsoperator.model;

/**
 * A kernel parameter below {@code /proc/sys}.
 *
 * @param path its parts with slashes, such as {@code net/ipv4/conf/eth0.100/forwarding}: the form
 *     that survives interface names with dots
 */
public record Sysctl(String path) implements Comparable<Sysctl> {
  /** Whether ipvs keeps conntrack entries for what it forwards. */
  public static final Sysctl VS_CONNTRACK = new Sysctl("net/ipv4/vs/conntrack");

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

  /** {@return the IPv4 parameter of an interface} */
  public static Sysctl conf(String link, String name) {
    return new Sysctl("net/ipv4/conf/" + link + "/" + name);
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
