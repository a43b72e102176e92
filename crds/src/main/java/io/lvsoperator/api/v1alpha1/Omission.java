package io.lvsoperator.api.v1alpha1;

/** A list of a node's report that has no room for everything: what it lacks is not known. */
public enum Omission implements ApiEnum {
  /** {@code status.services}. */
  SERVICES("Services"),

  /** {@code destinations} of at least one service. */
  DESTINATIONS("Destinations"),

  /** {@code status.vips}. */
  VIPS("VIPs");

  private final String text;

  Omission(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
