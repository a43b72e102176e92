package io.lvsoperator.api.v1alpha1;

/** The parts that a node can play. */
public enum NodeRole implements ApiEnum {
  /** It balances connections. */
  DIRECTOR("Director"),

  /** It serves them. */
  REAL_SERVER("RealServer");

  private final String text;

  NodeRole(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
