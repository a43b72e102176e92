package io.lvsoperator.protocol.model;

/** How a director's kernel sends under an attachment. */
enum Weight {
  /** No destination. */
  NONE,
  /** Weight 0, but there are connections. */
  DRAINING,
  /** A weight above 0. */
  WEIGHTED;

  /** Whether packets may leave under it. */
  boolean sends() {
    return this != NONE;
  }
}
