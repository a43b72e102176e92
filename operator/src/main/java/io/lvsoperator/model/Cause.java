package io.lvsoperator.model;

/** Why a change is made. */
public enum Cause {
  /** The objects ask for it. */
  OBJECTS,
  /** Somebody undid what stood. */
  DRIFT
}
