package io.lvsoperator.api.v1alpha1;

/** Flags of the schedulers {@code sh} and {@code mh}. */
public enum SchedulerFlag implements ApiEnum {
  /** Source hashing goes on to another server when its own is drained. */
  SH_FALLBACK("sh-fallback"),

  /** Source hashing takes the source port into account. */
  SH_PORT("sh-port"),

  /** Maglev hashing goes on to another server when its own is drained. */
  MH_FALLBACK("mh-fallback"),

  /** Maglev hashing takes the source port into account. */
  MH_PORT("mh-port");

  private final String text;

  SchedulerFlag(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
