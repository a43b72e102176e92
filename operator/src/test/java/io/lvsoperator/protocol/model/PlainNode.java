package io.lvsoperator.protocol.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The node's memory in the model's own words.
 *
 * @param rules which rules hold
 * @param honoured by director
 */
record PlainNode(Rules rules, List<Optional<Honoured>> honoured) implements NodeSide {

  /**
   * A request that is honoured.
   *
   * @param spec the one with the greatest sequence that was seen
   * @param letGo whether nothing of it is kept, where the rule to forget it then is left out
   */
  record Honoured(Spec spec, boolean letGo) {}

  PlainNode {
    honoured = List.copyOf(honoured);
  }

  /** {@return the memory of a node that knows nothing} */
  static PlainNode nothing(Rules rules, int directors) {
    List<Optional<Honoured>> none = new ArrayList<>();
    for (int i = 0; i < directors; i++) {
      none.add(Optional.empty());
    }
    return new PlainNode(rules, none);
  }

  @Override
  public NodeSide after(List<Optional<Spec>> specs, List<Boolean> confirmedGone) {
    List<Optional<Honoured>> next = new ArrayList<>();
    for (int i = 0; i < honoured.size(); i++) {
      boolean gone = confirmedGone.get(i);
      Optional<Honoured> known = honoured.get(i);
      next.add(
          specs
              .get(i)
              .map(spec -> Optional.of(newer(spec, known)))
              .orElseGet(() -> known.flatMap(one -> whenAbsent(one, gone))));
    }
    return next.equals(honoured) ? this : new PlainNode(rules, next);
  }

  private Honoured newer(Spec spec, Optional<Honoured> known) {
    return known
        .filter(one -> spec.sequence() <= one.spec.sequence())
        .filter(one -> rules.has(Rule.GREATEST_OVER_BOOTS) || spec.boot() == one.spec.boot())
        .orElseGet(() -> new Honoured(spec, false));
  }

  private Optional<Honoured> whenAbsent(Honoured known, boolean gone) {
    boolean askedForNothing =
        known.spec.attachments().isEmpty() && !known.letGo && rules.has(Rule.DELETES_EMPTY);
    if (askedForNothing || !rules.has(Rule.ABSENCE_KEEPS)) {
      return Optional.empty();
    }
    if (!gone) {
      return Optional.of(known);
    }
    Spec nothing = new Spec(known.spec.boot(), known.spec.sequence(), Versions.NONE);
    return rules.has(Rule.FORGETS_GONE)
        ? Optional.empty()
        : Optional.of(new Honoured(nothing, true));
  }

  @Override
  public boolean honours(int director) {
    return honoured.get(director).isPresent();
  }

  @Override
  public int sequence(int director) {
    return honoured.get(director).map(one -> one.spec.sequence()).orElse(0);
  }

  @Override
  public Versions needed(List<Boolean> selected) {
    Versions needed = Versions.NONE;
    for (int i = 0; i < honoured.size(); i++) {
      if (selected.get(i) || rules.has(Rule.KEEPS_WHATEVER_LABELS)) {
        needed =
            needed.plus(honoured.get(i).map(one -> one.spec.attachments()).orElse(Versions.NONE));
      }
    }
    return needed;
  }

  @Override
  public Optional<Status> answer(int director, int boot, Versions inPlace) {
    return honoured
        .get(director)
        .map(
            one ->
                new Status(
                    boot,
                    one.spec.boot(),
                    one.spec.sequence(),
                    one.letGo ? Versions.ALL : one.spec.attachments().minus(inPlace)));
  }
}
