package io.lvsoperator.api.v1alpha1;

/** The kernel's schedulers, by the names that ipvsadm users know. */
public enum SchedulerName implements ApiEnum {
  /** Round robin. */
  RR("rr"),

  /** Weighted round robin. */
  WRR("wrr"),

  /** Least connections. */
  LC("lc"),

  /** Weighted least connections, the default. */
  WLC("wlc"),

  /** Locality-based least connections. */
  LBLC("lblc"),

  /** Locality-based least connections with replication. */
  LBLCR("lblcr"),

  /** Destination hashing. */
  DH("dh"),

  /** Source hashing. */
  SH("sh"),

  /** Shortest expected delay. */
  SED("sed"),

  /** Never queue. */
  NQ("nq"),

  /** Weighted failover. */
  FO("fo"),

  /** Weighted overflow. */
  OVF("ovf"),

  /** Maglev hashing. */
  MH("mh"),

  /** Power of two choices; not in kernel 6.1. */
  TWOS("twos");

  private final String text;

  SchedulerName(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
