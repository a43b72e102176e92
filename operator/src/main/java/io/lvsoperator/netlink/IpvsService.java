package io.lvsoperator.netlink;

import java.util.Optional;

/**
 * A virtual server's configuration, without counters.
 *
 * @param key what identifies it
 * @param scheduler the kernel's name of the scheduler, up to 15 characters
 * @param flags {@code IP_VS_SVC_F_*} bits; bits that only the kernel sets are left out when read
 * @param persistenceSeconds the persistence timeout; counts only with {@link #PERSISTENT}
 * @param prefixLength how many leading bits of a client's address persistence looks at: 0..32 or
 *     0..128
 * @param persistenceEngine the name of a persistence engine, such as {@code sip}
 */
public record IpvsService(
    IpvsKey key,
    String scheduler,
    int flags,
    int persistenceSeconds,
    int prefixLength,
    Optional<String> persistenceEngine) {
  /** Persistent: {@code ipvsadm -p}. */
  public static final int PERSISTENT = 0x1;

  /** In the kernel's hash table; set by the kernel alone. */
  static final int HASHED = 0x2;

  /** One packet scheduling: {@code ipvsadm -o}. */
  public static final int ONE_PACKET = 0x4;

  /** The scheduler's first flag: sh-fallback, mh-fallback. */
  public static final int SCHEDULER_1 = 0x8;

  /** The scheduler's second flag: sh-port, mh-port. */
  public static final int SCHEDULER_2 = 0x10;

  /** The scheduler's third flag; no scheduler uses it yet. */
  public static final int SCHEDULER_3 = 0x20;

  /** A virtual server without flags and persistence. */
  public static IpvsService of(IpvsKey key, String scheduler) {
    return new IpvsService(
        key, scheduler, 0, 0, Families.addressBits(key.family()), Optional.empty());
  }
}
