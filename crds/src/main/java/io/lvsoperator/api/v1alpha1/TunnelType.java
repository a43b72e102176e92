package io.lvsoperator.api.v1alpha1;

/** How packets are wrapped in mode TUN. */
public enum TunnelType implements ApiEnum {
  /** IP in IP, the default. */
  IPIP,

  /** Generic UDP encapsulation. */
  GUE,

  /** Generic routing encapsulation. */
  GRE;

  @Override
  public String text() {
    return name();
  }
}
