package io.lvsoperator.doctor;

/** How much a finding matters, the worst first. */
public enum Severity {
  /** The role and mode that it concerns do not work on this node as it stands. */
  FAIL,
  /** They work, or may work; a person should know. */
  WARN,
  /** Nothing to do. */
  OK
}
