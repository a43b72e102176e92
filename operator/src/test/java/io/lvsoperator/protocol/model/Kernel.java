package io.lvsoperator.protocol.model;

/** A director's kernel: how it sends under each attachment. */
record Kernel(Weight v1, Weight v2) {

  static final Kernel EMPTY = new Kernel(Weight.NONE, Weight.NONE);

  Weight of(Version one) {
    return switch (one) {
      case V1 -> v1;
      case V2 -> v2;
    };
  }

  Kernel with(Version one, Weight weight) {
    return switch (one) {
      case V1 -> new Kernel(weight, v2);
      case V2 -> new Kernel(v1, weight);
    };
  }

  /** {@return under what packets may leave} */
  Versions sending() {
    return new Versions((v1.sends() ? 1 : 0) | (v2.sends() ? 2 : 0));
  }

  @Override
  public String toString() {
    return "v1 " + word(v1) + ", v2 " + word(v2);
  }

  private static String word(Weight weight) {
    return switch (weight) {
      case NONE -> "absent";
      case DRAINING -> "drains";
      case WEIGHTED -> "has weight";
    };
  }
}
