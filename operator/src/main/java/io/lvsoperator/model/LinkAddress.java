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
}
