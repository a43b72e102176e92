package io.lvsoperator.api.v1alpha1;

/** How packets reach the real servers: the mode of an {@link LvsService}. */
public enum ServiceMode implements ApiEnum {
  /** The director rewrites the destination; replies come back through it. */
  NAT("NAT"),

  /** NAT that rewrites the source too; real servers need nothing at all. */
  FULLNAT("FULLNAT"),

  /** The director changes only the destination MAC; replies go straight to the client. */
  DR("DR"),

  /** The director wraps the packet; replies go straight to the client. */
  TUN("TUN");

  private final String text;

  ServiceMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
