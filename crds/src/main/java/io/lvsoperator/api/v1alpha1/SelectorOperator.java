package io.lvsoperator.api.v1alpha1;

/** The operators of a {@link SelectorRequirement}. */
public enum SelectorOperator implements ApiEnum {
  /** The label has one of the values. */
  IN("In"),

  /** The label is absent or has none of the values. */
  NOT_IN("NotIn"),

  /** The label is there. */
  EXISTS("Exists"),

  /** The label is not there. */
  DOES_NOT_EXIST("DoesNotExist");

  private final String text;

  SelectorOperator(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
