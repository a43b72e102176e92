package io.lvsoperator.doctor;

/**
 * One thing that was looked at.
 *
 * @param severity how much it matters
 * @param what was looked at, in a few words, such as {@code module ip_vs}
 * @param concerns for which roles and modes it matters
 * @param fact what was found, and what follows from it
 * @param fix a command that cures it, or shows more; empty where nothing is to be done
 */
public record Finding(Severity severity, String what, Scope concerns, String fact, String fix) {
  /** {@return a finding that needs no fix} */
  public static Finding ok(String what, Scope concerns, String fact) {
    return new Finding(Severity.OK, what, concerns, fact, "");
  }

  /** {@return a finding that a person should know of} */
  public static Finding warn(String what, Scope concerns, String fact, String fix) {
    return new Finding(Severity.WARN, what, concerns, fact, fix);
  }

  /** {@return a finding that stands in the way} */
  public static Finding fail(String what, Scope concerns, String fact, String fix) {
    return new Finding(Severity.FAIL, what, concerns, fact, fix);
  }
}
