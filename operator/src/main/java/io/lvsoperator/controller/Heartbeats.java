package io.lvsoperator.controller;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which agents are heard of. What counts is when this process saw a Lease change, by its own
 * uptime; the time that is written in the Lease is another machine's and is only compared with what
 * it was before.
 */
final class Heartbeats {
  /** An agent that is not heard of for so long is silent. */
  static final Duration SILENCE = Duration.ofSeconds(40);

  /**
   * When the Leases could not be read for longer than this, nobody was heard and all begin anew.
   */
  static final Duration DEAF = Duration.ofSeconds(20);

  private final Map<String, Beat> beats = new HashMap<>();
  private Optional<Duration> listeningSince = Optional.empty();
  private Duration lastHeard = Duration.ZERO;
  private Set<String> present = Set.of();

  /** What is known of an agent. */
  enum Word {
    /** Its Lease was seen to change, not long ago. */
    ALIVE,
    /** Its Lease has not changed for {@link #SILENCE}. */
    SILENT,
    /** It has no Lease, and had time to make one. */
    NO_LEASE,
    /** It was not listened to for long enough. */
    UNDECIDED
  }

  /**
   * What was seen of a Lease.
   *
   * @param renewal what it says
   * @param since when that was seen first
   * @param moved whether that was a change, and not merely the first look
   */
  private record Beat(String renewal, Duration since, boolean moved) {}

  /**
   * Notes what all Leases say now.
   *
   * @param renewals by the Node's name
   * @param uptime how long this process runs
   */
  synchronized void heard(Map<String, String> renewals, Duration uptime) {
    boolean deaf = isDeaf(uptime);
    if (deaf) {
      listeningSince = Optional.of(uptime);
      beats.replaceAll((_, beat) -> new Beat(beat.renewal(), uptime, false));
    }
    renewals.forEach(
        (node, renewal) -> {
          Beat before = beats.get(node);
          if (before == null) {
            beats.put(node, new Beat(renewal, uptime, !deaf));
          } else if (!before.renewal().equals(renewal)) {
            beats.put(node, new Beat(renewal, uptime, true));
          }
        });
    lastHeard = uptime;
    present = Set.copyOf(renewals.keySet());
  }

  private boolean isDeaf(Duration uptime) {
    return listeningSince.isEmpty() || uptime.minus(lastHeard).compareTo(DEAF) > 0;
  }

  /**
   * {@return what is known of each of these nodes' agents; others without a Lease are forgotten}
   */
  synchronized Map<String, Word> words(Set<String> nodes, Duration uptime) {
    beats.keySet().removeIf(node -> !nodes.contains(node) && !present.contains(node));
    Map<String, Word> words = new HashMap<>();
    nodes.forEach(node -> words.put(node, word(node, uptime)));
    return Map.copyOf(words);
  }

  private Word word(String node, Duration uptime) {
    if (isDeaf(uptime)) {
      return Word.UNDECIDED;
    }
    Beat beat = beats.get(node);
    Duration since = beat == null ? listeningSince.orElseThrow() : beat.since();
    if (uptime.minus(since).compareTo(SILENCE) >= 0) {
      return beat == null ? Word.NO_LEASE : Word.SILENT;
    }
    return beat != null && beat.moved() ? Word.ALIVE : Word.UNDECIDED;
  }
}
