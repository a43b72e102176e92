package io.lvsoperator.protocol.model;

/**
 * A set of attachments.
 *
 * @param bits one for each version
 */
record Versions(int bits) {

  static final Versions NONE = new Versions(0);
  static final Versions ALL = new Versions(3);

  static Versions of(Version one) {
    return new Versions(one.bit());
  }

  boolean has(Version one) {
    return (bits & one.bit()) != 0;
  }

  boolean isEmpty() {
    return bits == 0;
  }

  boolean containsAll(Versions others) {
    return (others.bits & ~bits) == 0;
  }

  Versions with(Version one) {
    return new Versions(bits | one.bit());
  }

  Versions without(Version one) {
    return new Versions(bits & ~one.bit());
  }

  Versions plus(Versions others) {
    return new Versions(bits | others.bits);
  }

  Versions minus(Versions others) {
    return new Versions(bits & ~others.bits);
  }

  Versions and(Versions others) {
    return new Versions(bits & others.bits);
  }

  @Override
  public String toString() {
    return switch (bits) {
      case 0 -> "{}";
      case 1 -> "{v1}";
      case 2 -> "{v2}";
      default -> "{v1 v2}";
    };
  }
}
