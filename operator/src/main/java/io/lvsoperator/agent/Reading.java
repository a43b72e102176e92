package io.lvsoperator.agent;

/** Which destinations a pass reads beside those that it is about to change. */
enum Reading {
  /** All: nothing is remembered. */
  EVERYTHING,
  /** A tick's share, so that each is read within 10 s. */
  IN_TURN,
  /** None: an event's pass is about what changes. */
  WHAT_CHANGES
}
