package io.lvsoperator.model;

/**
 * Clients stay with their real server for a while.
 *
 * @param timeoutSeconds how long after the last connection, 1 or more
 * @param prefixLength clients in one network of this size count as one: 1 to 32, or 1 to 128 for
 *     IPv6
 */
public record Persistence(int timeoutSeconds, int prefixLength) {
  /** Checks the ranges. */
  public Persistence {
    if (timeoutSeconds < 1) {
      throw new IllegalArgumentException("persistence of " + timeoutSeconds + " s");
    }
    if (prefixLength < 1 || prefixLength > 128) {
      throw new IllegalArgumentException("persistence prefix length " + prefixLength);
    }
  }
}
