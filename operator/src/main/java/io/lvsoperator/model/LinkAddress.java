package io.lvsoperator.model;

/**
 * An address on an interface.
 *
 * @param link the interface's name
 * @param subnet the address with its prefix length
 * @param protocol who added it ({@code IFA_PROTO}, 0 where the kernel does not say); {@link
 *     Ownership#PROTOCOL} is us
 */
public record LinkAddress(String link, Subnet subnet, int protocol) {
  /** {@return the address alone} */
  public IpAddress address() {
    return subnet.address();
  }

  /**
   * {@return what {@code ip addr add} takes} An IPv6 address of ours is there at once ({@code
   * nodad}: we have asked the link ourselves), and the kernel never chooses it as the source of its
   * own packets ({@code preferred_lft 0}), among them the outer ones of ipvs's tunnels.
   */
  public String addOptions() {
    return subnet
        + " dev "
        + link
        + (address().family() == Family.IPV6 ? " nodad preferred_lft 0" : "");
  }
}
