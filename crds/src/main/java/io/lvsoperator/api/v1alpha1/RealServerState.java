package io.lvsoperator.api.v1alpha1;

/** Whether a {@link RealServer} gets connections. */
public enum RealServerState implements ApiEnum {
  /** It gets connections by its weight, the default. */
  IN_SERVICE("InService"),

  /** No new connections; the ones that it has go on. */
  DRAINING("Draining"),

  /** It is taken out of the services once drained. */
  OUT_OF_SERVICE("OutOfService");

  private final String text;

  RealServerState(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
