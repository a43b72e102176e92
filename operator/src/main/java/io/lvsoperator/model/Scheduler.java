package io.lvsoperator.model;

/**
 * A scheduler by the kernel's name, such as {@code rr} or {@code wlc}. A name rather than an enum,
 * because foreign virtual servers may use one that we do not know.
 *
 * @param name at most 15 characters ({@code IP_VS_SCHEDNAME_MAXLEN} with its final 0)
 */
public record Scheduler(String name) {
  /** Round robin. */
  public static final Scheduler RR = new Scheduler("rr");

  /** Weighted round robin. */
  public static final Scheduler WRR = new Scheduler("wrr");

  /** Weighted least connections, the default. */
  public static final Scheduler WLC = new Scheduler("wlc");

  /** Checks the form of the name. */
  public Scheduler {
    if (!name.matches("[a-z0-9_-]{1,15}")) {
      throw new IllegalArgumentException("not a scheduler's name: '" + name + "'");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
