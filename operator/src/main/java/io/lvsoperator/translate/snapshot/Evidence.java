package io.lvsoperator.translate.snapshot;

/** Where the knowledge of what real servers have in place comes from. */
public enum Evidence {
  /** From the nodes' reports. */
  REPORTED,
  /** Every real server that an agent manages counts as in place: a plan made from files. */
  ASSUMED
}
