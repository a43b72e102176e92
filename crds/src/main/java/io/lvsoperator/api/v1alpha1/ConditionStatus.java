package io.lvsoperator.api.v1alpha1;

/** The status of a {@link Condition}, and any other three-valued answer. */
public enum ConditionStatus implements ApiEnum {
  /** It holds. */
  TRUE("True"),

  /** It does not hold. */
  FALSE("False"),

  /** Nobody can tell. */
  UNKNOWN("Unknown");

  private final String text;

  ConditionStatus(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
