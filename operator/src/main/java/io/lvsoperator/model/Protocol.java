package io.lvsoperator.model;

/** A transport protocol that ipvs balances. */
public enum Protocol {
  /** TCP, {@code ipvsadm -t}. */
  TCP(6, "-t"),
  /** UDP, {@code ipvsadm -u}. */
  UDP(17, "-u"),
  /** SCTP, {@code ipvsadm --sctp-service}. */
  SCTP(132, "--sctp-service");

  private final int number;
  private final String option;

  Protocol(int number, String option) {
    this.number = number;
    this.option = option;
  }

  /** {@return the protocol number in the IP header} */
  public int number() {
    return number;
  }

  /** {@return the option by which ipvsadm names a virtual server of this protocol} */
  public String option() {
    return option;
  }

  /** {@return the name that nft uses: {@code tcp}, {@code udp} or {@code sctp}} */
  public String nft() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * {@return the protocol with this number}
   *
   * @throws IllegalArgumentException if ipvs does not balance it
   */
  public static Protocol ofNumber(int number) {
    for (Protocol protocol : values()) {
      if (protocol.number == number) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("protocol " + number + " is not TCP, UDP or SCTP");
  }
}
