package io.lvsoperator.model;

/** Whether a real server may get connections, as far as its own node says. */
public enum Eligibility {
  /**
   * Its node has acknowledged what its director asked for, or nobody needs to be asked (External,
   * FULLNAT).
   */
  IN_PLACE,
  /** There is evidence against it: its node names an exception, or has booted since. */
  NOT_IN_PLACE,
  /** Nothing is known. One that has connections keeps them; a new one waits. */
  UNKNOWN
}
