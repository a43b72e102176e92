package io.lvsoperator.agent;

import java.time.Duration;

/**
 * How often an agent does things.
 *
 * @param tick how often it looks whether the kernel still is as it should be: ipvs and most
 *     parameters tell nobody when they change
 * @param quiet for how long no event must come before a pass begins
 * @param announceEvery how often held VIPs are announced
 * @param announceGap the time between the announcements of a new VIP
 * @param probeAgain when an address that was in use is asked for again
 * @param silence a loop that has not turned for so long is not alive
 * @param heartbeat how often the Lease is renewed that tells the controller of this agent
 * @param outOfContact an agent that could not watch the cluster or report to it for so long renews
 *     its Lease no more
 */
public record Timing(
    Duration tick,
    Duration quiet,
    Duration announceEvery,
    Duration announceGap,
    Duration probeAgain,
    Duration silence,
    Duration heartbeat,
    Duration outOfContact) {
  /** What is used outside of tests. */
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(5),
          Duration.ofMillis(100),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(120),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));
}
