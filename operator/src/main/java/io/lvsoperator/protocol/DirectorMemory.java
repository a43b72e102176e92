package io.lvsoperator.protocol;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.Eligibility;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What a director remembers of one node: what it has asked there, and what it knows of the answer.
 * It is on disk before it is acted upon.
 *
 * @param bootId of this director when it asked last; empty before it did
 * @param sequence of the last request; 0 before there was one
 * @param identity of the last request
 * @param asked what the node is asked for, by the attachment's id
 * @param seenBoots the boots of the node that are known, the latest {@link #MOST_BOOTS}. They are
 *     never compared otherwise, and may come in any order
 * @param answer the last acknowledgement that counts
 * @param deleted whether this director has deleted its object, because nothing was left to ask for
 */
public record DirectorMemory(
    String bootId,
    long sequence,
    List<Identity> identity,
    SortedMap<String, Asked> asked,
    Set<String> seenBoots,
    Optional<Answer> answer,
    boolean deleted) {

  /** Nothing was ever asked. */
  public static final DirectorMemory NOTHING =
      new DirectorMemory(
          "", 0, List.of(), Collections.emptySortedMap(), Set.of(), Optional.empty(), false);

  /** A node that has booted more often since than this is taken for one that boots now. */
  static final int MOST_BOOTS = 128;

  /** Copies the collections. */
  public DirectorMemory {
    identity = List.copyOf(identity);
    asked = Collections.unmodifiableSortedMap(new TreeMap<>(asked));
    seenBoots = Collections.unmodifiableSet(new LinkedHashSet<>(seenBoots));
  }

  /**
   * {@return what a director that remembers nothing takes from its own object} Its disk was lost,
   * and its kernel may still send under what it asked for then.
   */
  static DirectorMemory of(Stored stored) {
    SortedMap<String, Asked> asked = new TreeMap<>();
    stored.request().stream()
        .flatMap(request -> request.attachments().stream())
        .forEach(attachment -> asked.put(attachment.id(), wanted(attachment)));
    return NOTHING.with(asked);
  }

  /** {@return whether the node may get packets by this attachment, as far as is known} */
  public Eligibility eligibility(String id) {
    Asked known = asked.get(id);
    if (known == null) {
      return Eligibility.UNKNOWN;
    }
    if (isUsable(known)) {
      return Eligibility.IN_PLACE;
    }
    return known.weightless() ? Eligibility.NOT_IN_PLACE : Eligibility.UNKNOWN;
  }

  /** {@return whether an acknowledgement says that this is in place since it was asked for last} */
  private boolean isUsable(Asked one) {
    return !one.attachment().isAsked()
        || !one.again()
            && !one.excepted()
            && one.askedIn() > 0
            && answer
                .filter(a -> !a.excepts(one.attachment().id()))
                .flatMap(Answer::acknowledged)
                .filter(ack -> ack.bootId().equals(bootId))
                .filter(ack -> ack.sequence() >= one.askedIn() && ack.sequence() <= sequence)
                .isPresent();
  }

  /**
   * {@return this after the node was seen in a boot, wherever that was read} In one that is not
   * known nothing is in place.
   */
  public DirectorMemory sawBoot(String boot) {
    if (boot.isEmpty() || seenBoots.contains(boot)) {
      return this;
    }
    Set<String> boots = new LinkedHashSet<>(seenBoots);
    boots.add(boot);
    if (boots.size() > MOST_BOOTS) {
      boots.remove(boots.iterator().next());
    }
    return new DirectorMemory(
        bootId, sequence, identity, each(Asked::afterBoot), boots, answer, deleted);
  }

  /** {@return this after this answer was read; a late one changes nothing} */
  public DirectorMemory heard(Answer heard) {
    DirectorMemory known = sawBoot(heard.bootId());
    return heard
        .acknowledged()
        .filter(known::counts)
        .map(ack -> known.withAnswer(heard, ack.sequence()))
        .orElse(known);
  }

  private boolean counts(Answer.Acknowledged ack) {
    return answer
        .flatMap(Answer::acknowledged)
        .filter(last -> last.bootId().equals(ack.bootId()) && ack.sequence() < last.sequence())
        .isEmpty();
  }

  private DirectorMemory withAnswer(Answer heard, long acknowledged) {
    SortedMap<String, Asked> next =
        each(
            one -> {
              boolean isAbout = one.askedIn() > 0 && acknowledged >= one.askedIn();
              if (isAbout && heard.excepts(one.attachment().id())) {
                return one.except();
              }
              return isAbout && one.excepted() ? one.askAgain() : one;
            });
    return new DirectorMemory(
            bootId, sequence, identity, next, seenBoots, Optional.of(heard), deleted)
        .settled();
  }

  /** What is usable has its weight again. */
  private DirectorMemory settled() {
    return with(each(one -> one.weightless() && isUsable(one) ? one.usable() : one));
  }

  /**
   * {@return this after it was decided what to ask for now; the same where the node is asked for it
   * already} Whoever calls this can write to the API server: an own boot is told there.
   *
   * @param wanted what this director wants to send, or can still send, by id
   * @param ask who asks
   * @param stored the object as it stands
   */
  public DirectorMemory asking(Map<String, Asked> wanted, Director ask, Stored stored) {
    SortedMap<String, Asked> next = merged(wanted);
    Predicate<Asked> isSent = one -> one.attachment().isAsked();
    boolean changes = !ids(next, isSent).equals(ids(asked, isSent));
    boolean isOther = !bootId.equals(ask.bootId()) || !identity.equals(ask.identity());
    boolean isGone = sequence > 0 && !deleted && stored.request().isEmpty();
    boolean fresh =
        next.values().stream()
            .anyMatch(isSent.and(one -> isOther || one.again() || one.askedIn() == 0));
    boolean isAnothers =
        stored.request().filter(r -> !r.equals(request(ask.node(), stored.node()))).isPresent();
    // A late creation may have landed after the object was gone, and nobody saw it gone.
    boolean everything = isOther || isGone || isAnothers;
    boolean isAhead =
        stored.answer().flatMap(Answer::acknowledged).filter(this::isAhead).isPresent();
    if (!(changes || fresh || isAnothers || isAhead || isGone)) {
      return with(next);
    }
    long floor = sequence == 0 ? ask.clock() : sequence;
    long number = Math.max(floor, stored.greatest()) + 1;
    next.replaceAll(
        (_, one) ->
            isSent.test(one) && (everything || one.again() || one.askedIn() == 0)
                ? one.in(number)
                : one);
    return new DirectorMemory(ask.bootId(), number, ask.identity(), next, seenBoots, answer, false);
  }

  /** {@return this with what this director wants to send, while it cannot ask} */
  public DirectorMemory waiting(Map<String, Asked> wanted) {
    return with(merged(wanted));
  }

  /**
   * {@return the same while it may ask for nothing, because its own Node is gone or out of service}
   * Real servers may let go of it meanwhile: it asks for everything again after that.
   */
  public DirectorMemory silent(Map<String, Asked> wanted) {
    SortedMap<String, Asked> next = merged(wanted);
    next.replaceAll((_, one) -> one.askedIn() > 0 ? one.askAgain() : one);
    return with(next);
  }

  private SortedMap<String, Asked> merged(Map<String, Asked> wanted) {
    SortedMap<String, Asked> next = new TreeMap<>();
    wanted.forEach(
        (id, one) ->
            next.put(
                id,
                Optional.ofNullable(asked.get(id))
                    .map(known -> known.supersededSince(one.superseded()))
                    .orElse(one)));
    return next;
  }

  /** An acknowledgement of something that this memory has never asked. */
  private boolean isAhead(Answer.Acknowledged ack) {
    boolean isLast = ack.sequence() == sequence && ack.bootId().equals(bootId);
    return ack.sequence() > sequence || ack.sequence() == sequence && !isLast || deleted && !isLast;
  }

  /**
   * {@return whether the node has acknowledged that nothing is asked for, so that the object goes}
   */
  public boolean mayDelete(Stored stored) {
    return ids(asked, one -> one.attachment().isAsked()).isEmpty()
        && stored.request().filter(r -> r.attachments().isEmpty()).isPresent()
        && stored
            .request()
            .filter(r -> r.sequence() == sequence && r.bootId().equals(bootId))
            .isPresent()
        && answer
            .flatMap(Answer::acknowledged)
            .filter(new Answer.Acknowledged(bootId, sequence)::equals)
            .isPresent();
  }

  /** {@return whether nothing was ever asked of the node, and nothing is} */
  boolean isForgettable() {
    return sequence == 0 && asked.isEmpty();
  }

  /** {@return this after the object was deleted} */
  public DirectorMemory afterDeletion() {
    return new DirectorMemory(bootId, sequence, identity, asked, seenBoots, answer, true);
  }

  /** {@return the request that stands for this memory} */
  public Request request(String director, String node) {
    return new Request(
        director,
        node,
        Request.PROTOCOL,
        bootId,
        sequence,
        identity,
        asked.values().stream().map(Asked::attachment).filter(Attachment::isAsked).toList());
  }

  private SortedMap<String, Asked> each(UnaryOperator<Asked> change) {
    SortedMap<String, Asked> next = new TreeMap<>(asked);
    next.replaceAll((_, one) -> change.apply(one));
    return next;
  }

  private DirectorMemory with(SortedMap<String, Asked> others) {
    return others.equals(asked)
        ? this
        : new DirectorMemory(bootId, sequence, identity, others, seenBoots, answer, deleted);
  }

  private static Set<String> ids(Map<String, Asked> all, Predicate<Asked> which) {
    Set<String> ids = new HashSet<>();
    all.forEach(
        (id, one) -> {
          if (which.test(one)) {
            ids.add(id);
          }
        });
    return ids;
  }

  /**
   * Who asks.
   *
   * @param node the director's Node
   * @param bootId of its kernel
   * @param identity whose packets its real servers are to take
   * @param clock the Unix time in ms: where nothing is remembered of a node, the first number is
   *     above it, so that none is used twice
   */
  public record Director(String node, String bootId, List<Identity> identity, long clock) {
    /** Copies the list. */
    public Director {
      identity = List.copyOf(identity);
    }
  }

  /** {@return an attachment that this director wants to send, from now on} */
  public static Asked wanted(Attachment attachment) {
    return Asked.fresh(attachment);
  }

  /** {@return one that nothing new is sent under, since then} */
  public static Asked leaving(Attachment attachment, Instant since) {
    return Asked.fresh(attachment).supersededSince(Optional.of(since));
  }
}
