package io.lvsoperator.agent;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.lvsoperator.protocol.Answer;
import io.lvsoperator.protocol.Request;
import io.lvsoperator.protocol.Stored;
import java.net.ConnectException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes ForwardingRequests beside the passes, on a thread of its own: specs of this director,
 * statuses of this node. Only the latest offer counts, and nothing is written that stands already.
 */
final class RequestWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestWriter.class);

  /**
   * So long what was written counts although the informers do not show it: an object that was
   * deleted before they saw it never comes.
   */
  private static final Duration UNSEEN = Duration.ofSeconds(30);

  private final RequestCalls calls;
  private final Contact contact;
  private final Runnable written;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Daemons.named("requests"));
  private final AtomicReference<Offer> next = new AtomicReference<>();
  private final Map<String, Written> ours = new ConcurrentHashMap<>();
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();
  private boolean failing;

  /**
   * What shall stand at the API server.
   *
   * @param seen what the informers have, by the object's name
   * @param specs of this director
   * @param answers of this node, by the object's name
   * @param finished the objects of this director that go
   */
  record Offer(
      Map<String, Seen> seen,
      List<Request> specs,
      Map<String, Answered> answers,
      List<Stored> finished) {}

  /**
   * An answer.
   *
   * @param answer the answer
   * @param attachments how many it is about
   */
  record Answered(Answer answer, int attachments) {}

  /**
   * An object as the informers have it.
   *
   * @param stored what it says
   * @param version its resourceVersion
   */
  record Seen(Stored stored, String version) {}

  /**
   * What is on its way. Whether it makes the object or changes it is decided with the request, from
   * the same look: a change that made an object would hide that there was none.
   *
   * @param seen the request that stood when it was decided; empty where there was no object: it
   *     makes one
   * @param request the request
   */
  private record Pending(Optional<Request> seen, Request request) {}

  /** What was written, and which version the informers had then: they may not have caught up. */
  private record Written(String seenVersion, Stored stored, boolean deleted, long nanos) {}

  /**
   * Makes one.
   *
   * @param written told when something was written: it counts at once
   */
  RequestWriter(KubernetesClient client, Contact contact, Runnable written) {
    this.calls = new RequestCalls(client);
    this.contact = contact;
    this.written = written;
  }

  /**
   * {@return an object as it is known to stand: what this agent has written itself counts until the
   * informers bring another version, and what it is about to write as long as there is what it was
   * decided from} Else an object that goes meanwhile would be made anew with the same number, and
   * its director would not notice.
   *
   * @param name the object's name
   * @param seen what the informers have; empty where it is not there
   */
  Optional<Stored> standing(String name, Optional<Seen> seen) {
    Optional<Stored> known = known(name, seen);
    Optional<Request> stands = known.flatMap(Stored::request);
    return Optional.ofNullable(pending.get(name))
        .filter(awaited -> awaited.seen().equals(stands))
        .map(Pending::request)
        .map(
            request ->
                new Stored(
                    request.director(),
                    request.node(),
                    Optional.of(request),
                    known.flatMap(Stored::answer)))
        .or(() -> known);
  }

  private Optional<Stored> known(String name, Optional<Seen> seen) {
    Written last = ours.get(name);
    boolean counts =
        last != null
            && last.seenVersion().equals(version(seen))
            && System.nanoTime() - last.nanos() < UNSEEN.toNanos();
    if (counts) {
      return last.deleted() ? Optional.empty() : Optional.of(last.stored());
    }
    ours.remove(name);
    return seen.map(Seen::stored);
  }

  /** {@return the objects that this agent has written and the informers do not have yet} */
  List<Stored> unseen(Map<String, Seen> seen) {
    Set<String> names = new HashSet<>(ours.keySet());
    names.addAll(pending.keySet());
    names.removeAll(seen.keySet());
    return names.stream().flatMap(name -> standing(name, Optional.empty()).stream()).toList();
  }

  private static String version(Optional<Seen> seen) {
    return seen.map(Seen::version).orElse("");
  }

  /** Offers what shall stand. Never blocks. */
  void offer(Offer offer) {
    for (Request request : offer.specs()) {
      String name = Request.objectName(request.director(), request.node());
      Optional<Seen> seen = Optional.ofNullable(offer.seen().get(name));
      Optional<Stored> known = known(name, seen);
      if (!isThere(request, known)) {
        pending.merge(
            name,
            new Pending(known.flatMap(Stored::request), request),
            (old, next) -> old.request().equals(request) ? old : next);
      }
    }
    if (next.getAndSet(offer) == null) {
      try {
        executor.execute(this::publish);
      } catch (RejectedExecutionException e) {
        LOG.debug("the agent ends: these requests are not published");
      }
    }
  }

  private void publish() {
    Offer offer = next.getAndSet(null);
    boolean news = false;
    try {
      for (Request request : offer.specs()) {
        news |= write(request, offer);
      }
      for (Map.Entry<String, Answered> answer : offer.answers().entrySet()) {
        news |= write(answer.getKey(), answer.getValue(), offer);
      }
      for (Stored one : offer.finished()) {
        news |= delete(one, offer);
      }
      if (failing) {
        LOG.info("ForwardingRequests are published again");
      }
      failing = false;
      contact.note(Contact.Ability.REPORT, true);
    } catch (RuntimeException e) { // the next pass offers it again
      if (!failing) {
        LOG.warn("cannot publish ForwardingRequests, tried again: {}", Reason.of(e));
      }
      failing = true;
      contact.note(Contact.Ability.REPORT, false);
    }
    if (news) {
      written.run();
    }
  }

  private boolean write(Request request, Offer offer) {
    String name = Request.objectName(request.director(), request.node());
    Optional<Seen> seen = Optional.ofNullable(offer.seen().get(name));
    Optional<Stored> standing = known(name, seen);
    Pending awaited = pending.get(name);
    if (awaited == null || !awaited.request().equals(request)) {
      return false; // it stands, or a newer one is on its way
    }
    if (isThere(request, standing)) {
      pending.remove(name, awaited);
      return false;
    }
    try {
      boolean done = write(name, awaited, standing, seen);
      pending.remove(name, awaited);
      return done;
    } catch (KubernetesClientException e) {
      if (!isRefused(e)) {
        pending.remove(name, awaited); // it may land late: the next one is above it
      }
      throw e;
    }
  }

  /** Nothing of it can land later: the API server has answered, or was never reached. */
  private static boolean isRefused(KubernetesClientException e) {
    boolean refused = e.getCode() >= 400 && e.getCode() < 500;
    return refused
        || Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
            .anyMatch(ConnectException.class::isInstance);
  }

  private static boolean isThere(Request request, Optional<Stored> standing) {
    return standing
        .flatMap(Stored::request)
        .filter(stands -> stands.sequence() >= request.sequence())
        .isPresent();
  }

  private boolean write(
      String name, Pending awaited, Optional<Stored> standing, Optional<Seen> seen) {
    Request request = awaited.request();
    boolean done =
        awaited
            .seen()
            .map(old -> calls.update(name, old, request))
            .orElseGet(() -> calls.create(name, request));
    if (!done) {
      return forget(name); // decided anew from what the informer brings
    }
    note(
        name,
        seen,
        new Stored(
            request.director(),
            request.node(),
            Optional.of(request),
            standing.flatMap(Stored::answer)));
    return true;
  }

  private boolean write(String name, Answered answered, Offer offer) {
    Optional<Seen> seen = Optional.ofNullable(offer.seen().get(name));
    Optional<Stored> standing = known(name, seen);
    if (standing.isEmpty()
        || standing.flatMap(Stored::answer).equals(Optional.of(answered.answer()))) {
      return false;
    }
    if (!calls.answer(name, answered)) {
      return forget(name);
    }
    note(
        name,
        seen,
        new Stored(
            standing.get().director(),
            standing.get().node(),
            standing.get().request(),
            Optional.of(answered.answer())));
    return true;
  }

  private boolean delete(Stored one, Offer offer) {
    String name = one.name();
    Optional<Seen> seen = Optional.ofNullable(offer.seen().get(name));
    if (seen.isEmpty() || known(name, seen).isEmpty()) {
      return false;
    }
    if (!calls.delete(name, seen.get().version())) {
      return false; // it has changed: looked at again
    }
    ours.put(name, new Written(seen.get().version(), one, true, System.nanoTime()));
    return true;
  }

  /** {@return whether this object was deleted by this agent} */
  boolean hasDeleted(Stored one) {
    return Optional.ofNullable(ours.get(one.name())).filter(Written::deleted).isPresent();
  }

  private boolean forget(String name) {
    ours.remove(name);
    return false;
  }

  private void note(String name, Optional<Seen> seen, Stored stored) {
    ours.put(name, new Written(version(seen), stored, false, System.nanoTime()));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
