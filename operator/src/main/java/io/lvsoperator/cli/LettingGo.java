package io.lvsoperator.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides whether a real server may give back what it has while directors may still send to it.
 * What the cluster says now is never passed over; what this node knew last cannot change any more,
 * so that it only counts as long as somebody is willing to wait.
 */
final class LettingGo {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final boolean hosts;
  private final Optional<String> self;
  private final Supplier<DirectorsWord> word;
  private final PrintWriter err;
  private String said = "";

  /** Waits. */
  interface Pause {
    /** For so long. */
    void rest(Duration time) throws InterruptedException;
  }

  /**
   * Makes one.
   *
   * @param hosts whether this node knows that it carries out anything as a real server
   * @param self this node's name, if it is known
   * @param word asks what is known of the directors
   * @param err gets what a person should know
   */
  LettingGo(boolean hosts, Optional<String> self, Supplier<DirectorsWord> word, PrintWriter err) {
    this.hosts = hosts;
    this.self = self;
    this.word = word;
    this.err = err;
  }

  /**
   * Returns when the node may be given back.
   *
   * @param patience how long directors are waited for
   * @param nanos a steady clock
   * @throws Sentence if directors may still send
   */
  void await(Duration patience, LongSupplier nanos, Pause pause) throws InterruptedException {
    long begin = nanos.getAsLong();
    while (true) {
      boolean late = nanos.getAsLong() - begin >= patience.toNanos();
      Optional<String> obstacle = obstacle(late && patience.isPositive());
      if (obstacle.isEmpty()) {
        return;
      }
      if (late) {
        throw new Sentence(obstacle.get());
      }
      say("waiting: " + obstacle.get());
      pause.rest(PAUSE);
    }
  }

  private Optional<String> obstacle(boolean waited) {
    return switch (word.get()) {
      case DirectorsWord.Now(var known) -> {
        Senders senders = Senders.of(known, self);
        yield senders.nobody()
            ? Optional.empty()
            : Optional.of(senders.sentence("what they request", self));
      }
      case DirectorsWord.Last(var known, String why) -> {
        Senders senders = Senders.of(known, self);
        String sentence = senders.sentence("what this node knew last (" + why + ")", self);
        if (senders.nobody() || waited) {
          say(
              senders.nobody()
                  ? "warning: %s; by what this node knew last no director sends anything here"
                      .formatted(why)
                  : "warning: goes on after waiting, although " + sentence);
          yield Optional.empty();
        }
        yield Optional.of(sentence);
      }
      case DirectorsWord.Nothing(String why) -> {
        if (hosts) {
          say("warning: nobody can tell whether directors still send packets here: " + why);
        }
        yield Optional.empty();
      }
    };
  }

  /** Once, as long as it is the same. */
  private void say(String line) {
    if (!line.equals(said)) {
      err.println(line);
      err.flush();
      said = line;
    }
  }
}
