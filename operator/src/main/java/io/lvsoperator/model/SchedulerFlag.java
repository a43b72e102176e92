package io.lvsoperator.model;

/** The three flags that a virtual server hands to its scheduler ({@code linux/ip_vs.h}). */
public enum SchedulerFlag {
  /** {@code IP_VS_SVC_F_SCHED1}: {@code sh-fallback}, {@code mh-fallback}. */
  FLAG_1(0x0008),
  /** {@code IP_VS_SVC_F_SCHED2}: {@code sh-port}, {@code mh-port}. */
  FLAG_2(0x0010),
  /** {@code IP_VS_SVC_F_SCHED3}. */
  FLAG_3(0x0020);

  private final int bit;

  SchedulerFlag(int bit) {
    this.bit = bit;
  }

  /** {@return the kernel's bit} */
  public int bit() {
    return bit;
  }

  /**
   * {@return the name that ipvsadm takes with every scheduler: {@code flag-1} to {@code flag-3}}
   */
  public String option() {
    return "flag-" + (ordinal() + 1);
  }
}
