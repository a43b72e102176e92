package io.lvsoperator.protocol;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.DirectorPeer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a real server's node remembers: of each director the request that it honours. It is on disk
 * before the kernel is changed for it.
 *
 * @param honoured by the director's Node
 */
public record NodeMemory(SortedMap<String, Honoured> honoured) {

  /** Nobody has asked for anything. */
  public static final NodeMemory NOTHING = new NodeMemory(Collections.emptySortedMap());

  /** So long two looks must be apart that find an object and its director gone. */
  public static final Duration CONFIRMED_AFTER = Duration.ofSeconds(60);

  /** Copies the map. */
  public NodeMemory {
    honoured = Collections.unmodifiableSortedMap(new TreeMap<>(honoured));
  }

  /**
   * A request that is honoured.
   *
   * @param request the one with the greatest sequence that was seen, whatever boot wrote it
   * @param refused what of it this node has not taken on, because no group and rule allows it
   * @param goneSince since when the object and its director are gone, if they are
   */
  public record Honoured(
      Request request, SortedMap<String, Answer.Refusal> refused, Optional<Instant> goneSince) {
    /** Copies the map. */
    public Honoured {
      refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }
  }

  /** Says why an attachment of a director is not to be taken on, if it is not. */
  public interface Rules extends BiFunction<Request, Attachment, Optional<Answer.Refusal>> {}

  /**
   * {@return this after a look at all objects for this node}
   *
   * @param stored their specs, complete: what is not here is not there
   * @param isGone whether a director's Node is gone, or out of service
   * @param rules decide what is newly taken on, never what is kept
   * @param now the time
   */
  public NodeMemory after(
      Collection<Request> stored, Predicate<String> isGone, Rules rules, Instant now) {
    Set<String> present = new HashSet<>();
    SortedMap<String, Honoured> next = new TreeMap<>(honoured);
    for (Request request : stored) {
      present.add(request.director());
      Honoured known = honoured.get(request.director());
      boolean isNewer = known == null || request.sequence() > known.request().sequence();
      if (isNewer && request.protocol() == Request.PROTOCOL) {
        next.put(request.director(), new Honoured(request, new TreeMap<>(), Optional.empty()));
      }
    }
    next.replaceAll((director, one) -> judged(one, present.contains(director), isGone, now));
    next.values().removeIf(one -> isOver(one, present, now));
    next.replaceAll((_, one) -> withRefusals(one, rules));
    return next.equals(honoured) ? this : new NodeMemory(next);
  }

  private static Honoured judged(
      Honoured one, boolean isPresent, Predicate<String> isGone, Instant now) {
    boolean gone = !isPresent && isGone.test(one.request().director());
    Optional<Instant> since = gone ? one.goneSince().or(() -> Optional.of(now)) : Optional.empty();
    return new Honoured(one.request(), one.refused(), since);
  }

  private static boolean isOver(Honoured one, Set<String> present, Instant now) {
    boolean wasEmpty =
        !present.contains(one.request().director()) && one.request().attachments().isEmpty();
    return wasEmpty
        || one.goneSince().filter(since -> !now.isBefore(since.plus(CONFIRMED_AFTER))).isPresent();
  }

  private Honoured withRefusals(Honoured one, Rules rules) {
    Set<String> taken = taken(one.request().director());
    SortedMap<String, Answer.Refusal> refused = new TreeMap<>();
    for (Attachment attachment : one.request().attachments()) {
      if (!taken.contains(attachment.id())) {
        rules.apply(one.request(), attachment).ifPresent(why -> refused.put(attachment.id(), why));
      }
    }
    return new Honoured(one.request(), refused, one.goneSince());
  }

  /** What this director has asked for before and this node has taken on from it. */
  private Set<String> taken(String director) {
    Honoured known = honoured.get(director);
    return known == null
        ? Set.of()
        : known.request().attachments().stream()
            .map(Attachment::id)
            .filter(id -> !known.refused().containsKey(id))
            .collect(Collectors.toSet());
  }

  /** {@return what this node has taken on, each with the directors that ask for it, by id} */
  public SortedMap<String, Taken> attachments() {
    SortedMap<String, Attachment> attachments = new TreeMap<>();
    Map<String, List<DirectorPeer>> directors = new TreeMap<>();
    for (Honoured one : honoured.values()) {
      DirectorPeer peer = one.request().peer();
      for (Attachment attachment : one.request().attachments()) {
        if (!one.refused().containsKey(attachment.id())) {
          attachments.put(attachment.id(), attachment);
          directors.computeIfAbsent(attachment.id(), _ -> new ArrayList<>()).add(peer);
        }
      }
    }
    SortedMap<String, Taken> taken = new TreeMap<>();
    attachments.forEach((id, one) -> taken.put(id, new Taken(one, directors.get(id))));
    return taken;
  }

  /**
   * An attachment that this node has taken on.
   *
   * @param attachment the attachment
   * @param directors who asks for it, in the order of their names
   */
  public record Taken(Attachment attachment, List<DirectorPeer> directors) {
    /** Copies the list. */
    public Taken {
      directors = List.copyOf(directors);
    }
  }

  /** Says why an attachment is not in place for a director, by id, if it is not. */
  public interface Standing {
    /**
     * {@return why this attachment does not take this director's packets now; empty where it does}
     */
    Optional<Answer.Refusal> exception(String director, String id);
  }

  /**
   * {@return what to answer each director, by its Node} Made anew from what stands, never from what
   * is stored.
   *
   * @param bootId of this node's kernel
   * @param standing what stands in it
   */
  public SortedMap<String, Answer> answers(String bootId, Standing standing) {
    SortedMap<String, Answer> answers = new TreeMap<>();
    honoured.forEach(
        (director, one) -> {
          SortedMap<String, Answer.Refusal> exceptions = new TreeMap<>(one.refused());
          for (Attachment attachment : one.request().attachments()) {
            if (!exceptions.containsKey(attachment.id())) {
              standing
                  .exception(director, attachment.id())
                  .ifPresent(why -> exceptions.put(attachment.id(), why));
            }
          }
          answers.put(
              director,
              new Answer(
                  bootId,
                  Optional.of(
                      new Answer.Acknowledged(one.request().bootId(), one.request().sequence())),
                  exceptions));
        });
    return answers;
  }
}
