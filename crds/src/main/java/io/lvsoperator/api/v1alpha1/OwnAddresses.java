package io.lvsoperator.api.v1alpha1;

/** Whether a rule lets a VIP be a director's own address. */
public enum OwnAddresses implements ApiEnum {
  /** It must not, the default. */
  DENY("Deny"),

  /** It may, as in the tutorial. */
  ALLOW("Allow");

  private final String text;

  OwnAddresses(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
