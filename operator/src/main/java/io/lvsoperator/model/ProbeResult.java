package io.lvsoperator.model;

/** What is known of an address before it is added for the first time: RFC 5227, or DAD for IPv6. */
public sealed interface ProbeResult {
  /** Nobody answered. */
  record Free() implements ProbeResult {}

  /**
   * Somebody has it.
   *
   * @param by who answered
   */
  record InUse(MacAddress by) implements ProbeResult {}
}
