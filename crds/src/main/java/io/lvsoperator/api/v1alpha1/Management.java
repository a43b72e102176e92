package io.lvsoperator.api.v1alpha1;

/** Who sets up a {@link RealServer}'s own side. */
public enum Management implements ApiEnum {
  /** The agent on its node, the default. */
  AGENT("Agent"),

  /** Its owner: a VM, an appliance, a machine outside the cluster. */
  EXTERNAL("External");

  private final String text;

  Management(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
