package io.lvsoperator.agent;

import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.plan.Outcome;
import io.lvsoperator.protocol.Answer;
import io.lvsoperator.protocol.DirectorMemory;
import io.lvsoperator.protocol.Identity;
import io.lvsoperator.protocol.Memory;
import io.lvsoperator.protocol.Request;
import io.lvsoperator.protocol.Sendable;
import io.lvsoperator.protocol.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * This node's two sides of the agents' protocol: what it asks of others as a director, and what it
 * answers as a real server. What is remembered is saved before anything follows from it. Not for
 * several threads at once.
 */
final class Requests implements Pass.Informed {
  private final NodeFacts facts;
  private final Consumer<Memory> disk;
  private Memory memory;
  private Optional<Memory.Look> look = Optional.empty();
  private boolean silent;
  private boolean paused;
  private Map<String, Eligibility> own = Map.of();

  /**
   * Makes one.
   *
   * @param memory what is on disk
   * @param disk writes it; throws where it cannot
   */
  Requests(NodeFacts facts, Memory memory, Consumer<Memory> disk) {
    this.facts = facts;
    this.memory = memory;
    this.disk = disk;
  }

  Memory memory() {
    return memory;
  }

  /**
   * Takes what a pass begins with.
   *
   * @param seen what the API server has; empty while it was not seen since the start
   * @param silenced whether this node may ask for nothing, because its Node is gone or out of
   *     service
   * @param pause whether the kernel is to be left as it is: then nothing is taken on or asked
   */
  void look(Optional<Memory.Look> seen, boolean silenced, boolean pause) {
    look = seen;
    silent = silenced;
    paused = pause;
    if (!pause) {
      seen.ifPresent(there -> memory = memory.after(there, facts.nodeName()));
    }
  }

  /** {@inheritDoc} What it decides is saved before the pass goes on. */
  @Override
  public Intent intent(Intent wanted, Observed observed, Ownership ownership, Instant now) {
    List<Identity> identity = identity(observed, ownership);
    if (!paused) {
      memory =
          memory.asking(
              new Sendable(services(wanted), observed, ownership, memory, now),
              new DirectorMemory.Director(
                  facts.nodeName(), facts.bootId(), identity, now.toEpochMilli()),
              look,
              silent);
      disk.accept(memory);
    }
    DirectorPeer self =
        new DirectorPeer(facts.nodeName(), identity.stream().map(Identity::asInterface).toList());
    return memory.intent(wanted, self, own, silent);
  }

  private static List<io.lvsoperator.model.DirectedService> services(Intent wanted) {
    return Stream.concat(wanted.directed().stream(), wanted.waiting().stream()).toList();
  }

  /** The interfaces with addresses of the node's own. */
  static List<Identity> identity(Observed observed, Ownership ownership) {
    Map<String, List<Subnet>> addresses = new HashMap<>();
    observed.addresses().stream()
        .filter(a -> !ownership.owns(a) && !a.address().isLinkLocal())
        .sorted(Comparator.comparing(LinkAddress::address))
        .forEach(a -> addresses.computeIfAbsent(a.link(), _ -> new ArrayList<>()).add(a.subnet()));
    return observed.links().stream()
        .filter(link -> !link.loopback() && addresses.containsKey(link.name()))
        .sorted(Comparator.comparing(Link::name))
        .flatMap(
            link ->
                link.mac().stream()
                    .map(mac -> new Identity(link.name(), mac, addresses.get(link.name()))))
        .toList();
  }

  /** Takes what came of a pass: what this node has in place for its own director. */
  boolean settle(PassResult result) {
    Map<String, Eligibility> next = new HashMap<>();
    for (HostedPart part : result.desired().parts()) {
      next.put(
          part.id(),
          exception(result, facts.nodeName(), part.id()).isEmpty()
              ? Eligibility.IN_PLACE
              : Eligibility.NOT_IN_PLACE);
    }
    boolean news = !next.equals(own);
    own = next;
    return news;
  }

  /** {@return what is to stand at the API server as this director's specs, by node} */
  SortedMap<String, Request> asked() {
    return silent || look.isEmpty() ? new TreeMap<>() : memory.requests(facts.nodeName());
  }

  /** {@return the objects that have nothing left to ask for, and may be deleted} */
  List<Stored> finished() {
    return look.stream()
        .flatMap(seen -> seen.stored().stream())
        .filter(one -> one.director().equals(facts.nodeName()))
        .filter(
            one ->
                Optional.ofNullable(memory.asked().get(one.node()))
                    .filter(known -> known.mayDelete(one))
                    .isPresent())
        .toList();
  }

  /** Notes that such an object was deleted. */
  void deleted(String node) {
    memory = memory.afterDeletion(node);
  }

  /** {@return what to answer each director, by its Node; nothing while the kernel is left alone} */
  SortedMap<String, Answer> answers(PassResult result) {
    return paused
        ? new TreeMap<>()
        : memory
            .honoured()
            .answers(facts.bootId(), (director, id) -> exception(result, director, id));
  }

  private static Optional<Answer.Refusal> exception(PassResult result, String director, String id) {
    Optional<Outcome> outcome = Optional.ofNullable(result.desired().partOutcomes().get(id));
    Set<String> served = result.standing().parts().getOrDefault(id, new java.util.TreeSet<>());
    if (outcome.isEmpty() && served.contains(director)) {
      return Optional.empty();
    }
    return Optional.of(
        outcome
            .map(o -> new Answer.Refusal(o.reason(), o.message()))
            .or(() -> failure(result))
            .orElseGet(
                () ->
                    new Answer.Refusal(
                        "Pending", "not everything that it needs stands in the kernel yet")));
  }

  private static Optional<Answer.Refusal> failure(PassResult result) {
    return result.report().undone().stream()
        .findFirst()
        .map(entry -> new Answer.Refusal(NodeConditions.reason(entry), NodeConditions.why(entry)));
  }

  /** {@return how many attachments this director asks for, in the request that is honoured} */
  int attachmentsOf(String director) {
    return Optional.ofNullable(memory.honoured().honoured().get(director))
        .map(one -> one.request().attachments().size())
        .orElse(0);
  }
}
