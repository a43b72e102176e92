package io.lvsoperator.api.v1alpha1;

/** What the outer header of a {@link Tunnel} sums. */
public enum TunnelChecksum implements ApiEnum {
  /** Nothing, the default. */
  NONE("None"),

  /** The whole packet; GUE and GRE. */
  FULL("Full"),

  /** Remote checksum offload; GUE only. */
  REMOTE("Remote");

  private final String text;

  TunnelChecksum(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
