package io.lvsoperator.model;

import java.util.Optional;

/**
 * A device that comes with a tunnel's kernel module, one in every network namespace. It takes
 * whatever no other device of its kind takes, cannot be deleted, and is down until somebody needs
 * it.
 */
public enum FallbackLink {
  /** IPv4 in IPv4. */
  TUNL0("ipip", "ipip"),
  /** Both families in IPv6. */
  IP6TNL0("ip6tnl", "ip6_tunnel"),
  /** IPv6 in IPv4. */
  SIT0("sit", "sit");

  private final String kind;
  private final String module;

  FallbackLink(String kind, String module) {
    this.kind = kind;
    this.module = module;
  }

  /** {@return its name, such as {@code tunl0}} */
  public String link() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** {@return the kernel's name of its kind, by which the kernel finds the module} */
  public String kind() {
    return kind;
  }

  /** {@return the module that it comes with} */
  public String module() {
    return module;
  }

  /** {@return the fallback device of this name, if it is one} */
  public static Optional<FallbackLink> named(String link) {
    for (FallbackLink fallback : values()) {
      if (fallback.link().equals(link)) {
        return Optional.of(fallback);
      }
    }
    return Optional.empty();
  }
}
