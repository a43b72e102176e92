package io.lvsoperator.model;

/**
 * A socket of this node that waits for clients.
 *
 * @param protocol the protocol
 * @param address the address that it is bound to; the unspecified one is every address
 * @param port its port
 */
public record Listener(Protocol protocol, IpAddress address, int port) {
  /** {@return whether it would answer at this address and port} */
  public boolean answers(IpAddress at, Protocol by, int on) {
    boolean every = address.isUnspecified();
    return protocol == by && port == on && (every || address.equals(at));
  }
}
