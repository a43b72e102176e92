package io.lvsoperator.api.v1alpha1;

/** The transport protocol of a {@link ServicePort}. */
public enum PortProtocol implements ApiEnum {
  /** TCP, the default. */
  TCP("TCP"),

  /** UDP. */
  UDP("UDP"),

  /** SCTP; NAT and DR only. */
  SCTP("SCTP");

  private final String text;

  PortProtocol(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
