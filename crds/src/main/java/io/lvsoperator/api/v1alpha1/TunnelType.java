package io.lvsoperator.api.v1alpha1;

/** How packets are wrapped in mode TUN. */
public enum TunnelType implements ApiEnum {
  /** They are not: every other mode. */
  NONE("None"),

  /** IP in IP. */
  IPIP("ipip"),

  /** Generic UDP encapsulation. */
  GUE("gue"),

  /** Generic routing encapsulation. */
  GRE("gre");

  private final String text;

  TunnelType(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
