package io.lvsoperator.model;

/** Whether a real server may get connections, as far as its own node says. */
public enum Eligibility {
  /**
   * Its node reports its part in place in this boot, or nobody needs to report (External, FULLNAT).
   */
  IN_PLACE,
  /** There is evidence against it: its node reports without the part, or has booted since. */
  NOT_IN_PLACE,
  /** Nothing is known. One that has connections keeps them; a new one waits. */
  UNKNOWN
}
