package io.lvsoperator.model;

/** How a service forwards: the four models of LVS. */
public enum Mode {
  /** The director rewrites the destination, and the source of replies. */
  NAT,
  /** NAT, and the source becomes the director's. */
  FULLNAT,
  /** Only the destination MAC changes. */
  DR,
  /** The packet is wrapped in another. */
  TUN;

  /** {@return whether real servers carry the VIP, and route packets for it back without it} */
  public boolean putsVipOnRealServers() {
    return switch (this) {
      case NAT, FULLNAT -> false;
      case DR, TUN -> true;
    };
  }
}
