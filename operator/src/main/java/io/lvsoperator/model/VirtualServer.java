package io.lvsoperator.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A virtual server as the kernel holds it, without its destinations and without counters.
 *
 * @param key what identifies it
 * @param scheduler how it chooses
 * @param flags what it tells the scheduler
 * @param persistence how long clients stay with their real server, if they do
 * @param onePacket whether each UDP datagram is scheduled by itself ({@code ipvsadm -o})
 */
public record VirtualServer(
    VirtualServerKey key,
    Scheduler scheduler,
    Set<SchedulerFlag> flags,
    Optional<Persistence> persistence,
    boolean onePacket) {
  /** Copies the flags. */
  public VirtualServer {
    EnumSet<SchedulerFlag> copy = EnumSet.noneOf(SchedulerFlag.class);
    copy.addAll(flags);
    flags = Collections.unmodifiableSet(copy);
  }

  /** {@return a plain virtual server: no flags, no persistence} */
  public static VirtualServer of(VirtualServerKey key, Scheduler scheduler) {
    return new VirtualServer(key, scheduler, Set.of(), Optional.empty(), false);
  }

  /** {@return the options that ipvsadm needs after {@code -A} or {@code -E}} */
  public String options() {
    StringBuilder text = new StringBuilder(key.option()).append(" -s ").append(scheduler);
    persistence.ifPresent(p -> text.append(persistenceOptions(p)));
    if (!flags.isEmpty()) {
      TreeSet<String> names = new TreeSet<>();
      flags.forEach(flag -> names.add(flag.option()));
      text.append(" -b ").append(String.join(",", names));
    }
    return text.append(onePacket ? " -o" : "").toString();
  }

  private String persistenceOptions(Persistence p) {
    String timeout = " -p " + p.timeoutSeconds();
    if (p.prefixLength() == key.family().bits()) {
      return timeout;
    }
    String mask =
        key.family() == Family.IPV6
            ? Integer.toString(p.prefixLength())
            : new Subnet(new IpAddress(Family.IPV4, 0, 0xffff_ffffL), p.prefixLength())
                .first()
                .toString();
    return timeout + " -M " + mask;
  }
}
