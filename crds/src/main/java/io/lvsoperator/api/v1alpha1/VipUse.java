package io.lvsoperator.api.v1alpha1;

/** How a VIP got onto a node. */
public enum VipUse implements ApiEnum {
  /** The agent added it; it is not an address of the node. */
  PLACED("Placed"),

  /** The agent added it on a real server, where no neighbour hears of it (DR and TUN). */
  HIDDEN("Hidden"),

  /** It is the node's own address, used as it stands. */
  OWN("Own");

  private final String text;

  VipUse(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
