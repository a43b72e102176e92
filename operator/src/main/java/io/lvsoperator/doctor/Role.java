package io.lvsoperator.doctor;

/** What a node is for a service. */
public enum Role {
  /** It takes the clients' packets and passes them on. */
  DIRECTOR("director"),
  /** It serves. */
  REAL_SERVER("real-server");

  private final String word;

  Role(String word) {
    this.word = word;
  }

  /** {@return the role as the command line writes it} */
  @Override
  public String toString() {
    return word;
  }
}
