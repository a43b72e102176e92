package io.lvsoperator.protocol.model;

import java.util.Optional;

/**
 * The director's memory of one node in the model's own words.
 *
 * @param rules which rules hold
 * @param boot of the director when it asked last; 0 before it did
 * @param sequence of the last request
 * @param asked what is asked for
 * @param v1AskedIn the sequence in which v1 was asked for last, or 0
 * @param v2AskedIn the same of v2
 * @param again what is to be asked for again
 * @param weightless what there is evidence against
 * @param excepted what the node has said that it is not in place
 * @param seenBoots a bit for each boot of the node that is known
 * @param answer the last acknowledgement that was taken up
 * @param deleted whether the director has deleted its object
 * @param compared the boots that are compared where the rule to remember them is left out
 */
record PlainDirector(
    Rules rules,
    int boot,
    int sequence,
    Versions asked,
    int v1AskedIn,
    int v2AskedIn,
    Versions again,
    Versions weightless,
    Versions excepted,
    int seenBoots,
    Optional<Status> answer,
    boolean deleted,
    ComparedBoots compared)
    implements DirectorSide {

  /** The last boot that each source told. */
  record ComparedBoots(int ofNode, int ofStatus) {}

  /** {@return the memory of a director that knows nothing} */
  static PlainDirector nothing(Rules rules) {
    return new PlainDirector(
        rules,
        0,
        0,
        Versions.NONE,
        0,
        0,
        Versions.NONE,
        Versions.NONE,
        Versions.NONE,
        0,
        Optional.empty(),
        false,
        new ComparedBoots(0, 0));
  }

  @Override
  public DirectorSide sawNodeBoot(int node) {
    if (!rules.has(Rule.SEEN_BOOTS)) {
      return draft().compared(new ComparedBoots(node, compared.ofStatus)).done();
    }
    return rules.has(Rule.BOOT_OF_NODE) ? draft().boot(node).done() : this;
  }

  @Override
  public DirectorSide heard(Status heard) {
    Draft draft = draft();
    if (!rules.has(Rule.SEEN_BOOTS)) {
      draft.comparedStatus(heard.boot());
    } else if (rules.has(Rule.BOOT_OF_STATUS)) {
      draft.boot(heard.boot());
    }
    boolean late =
        draft
            .answer
            .filter(
                last ->
                    last.directorBoot() == heard.directorBoot()
                        && heard.sequence() < last.sequence())
            .isPresent();
    return late ? draft.done() : draft.answer(heard).done();
  }

  @Override
  public DirectorSide asking(Situation now) {
    Versions fresh = now.sendable().minus(asked);
    boolean changes = !now.sendable().equals(asked);
    boolean ownReboot = boot != 0 && boot != now.ownBoot() && rules.has(Rule.AGAIN_AFTER_OWN_BOOT);
    boolean gone =
        sequence > 0 && !now.view().exists() && now.pending() != DirectorAgent.Pending.CREATION;
    boolean anothers = rewrites(now);
    boolean everything =
        ownReboot
            || gone && rules.has(Rule.AGAIN_WHEN_GONE)
            || anothers && now.view().exists() && rules.has(Rule.AGAIN_WHEN_ANOTHERS);
    Versions anew = everything ? now.sendable() : again.and(now.sendable()).plus(fresh);
    boolean ahead = rules.has(Rule.ABOVE_ACKNOWLEDGED) && isAhead(now.view());
    if (!changes && anew.isEmpty() && !ahead && !anothers) {
      return this;
    }
    return draft().ask(now, anew, nextSequence(now, ahead)).done();
  }

  private int nextSequence(Situation now, boolean ahead) {
    int stored = now.view().spec().map(Spec::sequence).orElse(0);
    int acknowledged = ahead ? now.view().status().map(Status::sequence).orElse(0) : 0;
    int clock = boot == 0 && rules.has(Rule.CLOCK) ? now.clock() : 0;
    return Math.max(Math.max(sequence, stored), Math.max(acknowledged, clock)) + 1;
  }

  /** Whether the stored spec is not the last one, and no write of the last one is on its way. */
  private boolean rewrites(Situation now) {
    if (now.pending() != DirectorAgent.Pending.NOTHING || now.view().spec().equals(request())) {
      return false;
    }
    return now.view().exists() ? rules.has(Rule.ABOVE_STORED) : sequence > 0 && !deleted;
  }

  private boolean isAhead(Stored view) {
    return view.status()
        .filter(
            a ->
                a.sequence() > sequence
                    || a.sequence() == sequence && a.directorBoot() != boot
                    || deleted && (a.sequence() != sequence || a.directorBoot() != boot))
        .isPresent();
  }

  @Override
  public DirectorSide silent(Versions sendable) {
    return draft().keepOnly(sendable).done();
  }

  @Override
  public boolean mayDelete(Stored view) {
    return rules.has(Rule.DELETES_EMPTY)
        && asked.isEmpty()
        && view.exists()
        && view.spec().equals(request())
        && answer.filter(a -> a.sequence() == sequence && a.directorBoot() == boot).isPresent();
  }

  @Override
  public DirectorSide afterDeletion() {
    return draft().deleted().done();
  }

  @Override
  public Optional<Spec> request() {
    return sequence == 0 || deleted
        ? Optional.empty()
        : Optional.of(new Spec(boot, sequence, asked));
  }

  @Override
  public boolean hasAsked() {
    return sequence > 0;
  }

  @Override
  public boolean mayRaise(Version one) {
    return asked.has(one) && (!rules.has(Rule.WEIGHT_NEEDS_ACKNOWLEDGEMENT) || isUsable(one));
  }

  @Override
  public boolean mustLower(Version one) {
    return rules.has(Rule.SEEN_BOOTS) ? weightless.has(one) : !isUsable(one);
  }

  @Override
  public Versions knownExceptions() {
    return answer.map(Status::exceptions).orElse(Versions.NONE);
  }

  @Override
  public boolean knowsBoot(int node) {
    return rules.has(Rule.SEEN_BOOTS)
        ? (seenBoots & 1 << node) != 0
        : compared.ofNode == node || compared.ofStatus == node;
  }

  int askedIn(Version one) {
    return switch (one) {
      case V1 -> v1AskedIn;
      case V2 -> v2AskedIn;
    };
  }

  /** Whether an acknowledgement says that this is in place since it was asked for last. */
  boolean isUsable(Version one) {
    if (askedIn(one) == 0 || again.has(one) || excepted.has(one)) {
      return false;
    }
    if (!rules.has(Rule.SEEN_BOOTS) && compared.ofNode != compared.ofStatus) {
      return false;
    }
    return answer.filter(a -> acknowledges(a, one)).isPresent();
  }

  private boolean acknowledges(Status a, Version one) {
    return !a.exceptions().has(one)
        && (a.sequence() >= askedIn(one) || !rules.has(Rule.NOT_BELOW_ASKED))
        && (a.sequence() <= sequence || !rules.has(Rule.NOT_ABOVE_OWN))
        && (a.directorBoot() == boot || !rules.has(Rule.NAMES_OWN_BOOT));
  }

  private Draft draft() {
    return new Draft(this);
  }

  /** A memory while it changes. */
  private static final class Draft {
    private final Rules rules;
    private int boot;
    private int sequence;
    private Versions asked;
    private final int[] askedIn;
    private Versions again;
    private Versions weightless;
    private Versions excepted;
    private int seenBoots;
    private Optional<Status> answer;
    private boolean deleted;
    private ComparedBoots compared;

    Draft(PlainDirector from) {
      rules = from.rules;
      boot = from.boot;
      sequence = from.sequence;
      asked = from.asked;
      askedIn = new int[] {from.v1AskedIn, from.v2AskedIn};
      again = from.again;
      weightless = from.weightless;
      excepted = from.excepted;
      seenBoots = from.seenBoots;
      answer = from.answer;
      deleted = from.deleted;
      compared = from.compared;
    }

    /** A boot of the node was seen: in one that is not known nothing is in place. */
    Draft boot(int node) {
      if ((seenBoots & 1 << node) != 0) {
        return this;
      }
      seenBoots |= 1 << node;
      again = rules.has(Rule.AGAIN_AFTER_BOOT) ? again.plus(asked) : again;
      weightless = rules.has(Rule.BOOT_TAKES_WEIGHT) ? weightless.plus(asked) : weightless;
      return this;
    }

    Draft compared(ComparedBoots boots) {
      compared = boots;
      return this;
    }

    Draft comparedStatus(int boot) {
      if (boot != compared.ofStatus) {
        answer = Optional.empty();
      }
      return compared(new ComparedBoots(compared.ofNode, boot));
    }

    Draft answer(Status heard) {
      answer = Optional.of(heard);
      for (Version one : Version.values()) {
        int since = askedIn[one.ordinal()];
        if (!asked.has(one) || since == 0 || heard.sequence() < since) {
          continue;
        }
        if (heard.exceptions().has(one)) {
          weightless = rules.has(Rule.EXCEPTION_TAKES_WEIGHT) ? weightless.with(one) : weightless;
          excepted = rules.has(Rule.AGAIN_AFTER_EXCEPTION) ? excepted.with(one) : excepted;
        } else if (excepted.has(one)) {
          again = again.with(one);
        }
      }
      return this;
    }

    Draft ask(Situation now, Versions anew, int number) {
      boot = now.ownBoot();
      sequence = number;
      keepOnly(now.sendable());
      asked = now.sendable();
      for (Version one : Version.values()) {
        if (anew.has(one)) {
          askedIn[one.ordinal()] = number;
        }
      }
      again = Versions.NONE;
      excepted = excepted.minus(anew);
      deleted = false;
      return this;
    }

    Draft keepOnly(Versions sendable) {
      asked = asked.and(sendable);
      for (Version one : Version.values()) {
        if (!asked.has(one)) {
          askedIn[one.ordinal()] = 0;
        }
      }
      return this;
    }

    Draft deleted() {
      deleted = true;
      return this;
    }

    /** What is usable has its weight again; what is not asked for leaves no trace. */
    PlainDirector done() {
      PlainDirector settled = made(weightless.and(asked));
      Versions against = settled.weightless;
      for (Version one : Version.values()) {
        if (against.has(one) && settled.isUsable(one)) {
          against = against.without(one);
        }
      }
      return against.equals(settled.weightless) ? settled : made(against);
    }

    private PlainDirector made(Versions against) {
      return new PlainDirector(
          rules,
          boot,
          sequence,
          asked,
          askedIn[0],
          askedIn[1],
          again.and(asked),
          against,
          excepted.and(asked),
          seenBoots,
          answer,
          deleted,
          compared);
    }
  }
}
