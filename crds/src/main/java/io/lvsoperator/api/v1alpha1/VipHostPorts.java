package io.lvsoperator.api.v1alpha1;

/** What becomes of new connections to a port of a VIP that no service has. */
public enum VipHostPorts implements ApiEnum {
  /** They are dropped, the default. */
  CLOSED("Closed"),

  /** The node answers as it would on its own address. */
  OPEN("Open");

  private final String text;

  VipHostPorts(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
