package io.lvsoperator.protocol;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a node remembers of the protocol, on both its sides.
 *
 * @param asked as a director: what it has asked of each node, by the node. With itself it has no
 *     object; what it needs of itself is here all the same
 * @param honoured as a real server: what it honours
 */
public record Memory(SortedMap<String, DirectorMemory> asked, NodeMemory honoured) {

  /** Nothing was ever asked, by nobody. */
  public static final Memory NOTHING = new Memory(Collections.emptySortedMap(), NodeMemory.NOTHING);

  /** Copies the map. */
  public Memory {
    asked = Collections.unmodifiableSortedMap(new TreeMap<>(asked));
  }

  /**
   * What was read from the API server.
   *
   * @param stored all objects that this node has written or that are addressed to it
   * @param boots the boots in which each node was seen, in its Node and in its LvsNode
   * @param isGone whether a director's Node is gone, or out of service
   * @param rules decide what is newly taken on
   * @param now the time
   */
  public record Look(
      Collection<Stored> stored,
      Map<String, Set<String>> boots,
      Predicate<String> isGone,
      NodeMemory.Rules rules,
      Instant now) {}

  /** {@return the same after a look at the API server's objects} */
  public Memory after(Look look, String self) {
    SortedMap<String, DirectorMemory> next = new TreeMap<>(asked);
    List<Request> requests = new ArrayList<>();
    for (Stored one : look.stored()) {
      if (one.director().equals(self)) {
        next.computeIfAbsent(one.node(), _ -> DirectorMemory.of(one));
      }
      if (one.node().equals(self)) {
        one.request().ifPresent(requests::add);
      }
    }
    next.replaceAll((node, memory) -> seen(memory, look.boots().getOrDefault(node, Set.of())));
    for (Stored one : look.stored()) {
      if (one.director().equals(self)) {
        one.answer()
            .ifPresent(answer -> next.computeIfPresent(one.node(), (_, m) -> m.heard(answer)));
      }
    }
    return new Memory(next, honoured.after(requests, look.isGone(), look.rules(), look.now()));
  }

  private static DirectorMemory seen(DirectorMemory memory, Set<String> boots) {
    DirectorMemory next = memory;
    for (String boot : boots) {
      next = next.sawBoot(boot);
    }
    return next;
  }

  /**
   * {@return the same after it was decided what to ask of whom}
   *
   * @param sendable what this node may send
   * @param director who asks
   * @param look what was read; empty while the API server was not seen since the start
   * @param silent whether this node may ask for nothing: its Node is gone, or out of service
   */
  public Memory asking(
      Sendable sendable, DirectorMemory.Director director, Optional<Look> look, boolean silent) {
    Map<String, Stored> stored = new HashMap<>();
    look.ifPresent(
        seen ->
            seen.stored().stream()
                .filter(one -> one.director().equals(director.node()))
                .forEach(one -> stored.put(one.node(), one)));
    Set<String> nodes = new HashSet<>(asked.keySet());
    nodes.addAll(sendable.nodes());
    SortedMap<String, DirectorMemory> next = new TreeMap<>();
    for (String node : nodes) {
      DirectorMemory before = asked.getOrDefault(node, DirectorMemory.NOTHING);
      if (before.equals(DirectorMemory.NOTHING) && look.isPresent()) {
        before = seen(before, look.get().boots().getOrDefault(node, Set.of()));
      }
      Map<String, Asked> wanted = sendable.to(node, before);
      Stored standing = stored.getOrDefault(node, Stored.nothing(director.node(), node));
      DirectorMemory after;
      if (look.isEmpty() || node.equals(director.node())) {
        after = before.waiting(wanted);
      } else {
        after = silent ? before.silent(wanted) : before.asking(wanted, director, standing);
      }
      if (!after.isForgettable() || stored.containsKey(node)) {
        next.put(node, after);
      }
    }
    return new Memory(next, honoured);
  }

  /**
   * {@return what this node shall do, with what is known of each real server and of each director}
   *
   * @param wanted what the custom resources want
   * @param self this node as a director
   * @param own what is known of this node's own attachments, by id: it has no object with itself
   * @param silent whether this node may ask for nothing: real servers may let go of it then
   */
  public Intent intent(
      Intent wanted, DirectorPeer self, Map<String, Eligibility> own, boolean silent) {
    Evidence evidence = new Evidence(asked, self.node(), own, silent);
    List<DirectedService> directed = wanted.directed().stream().map(evidence::of).toList();
    SortedMap<String, HostedPart> hosted = new TreeMap<>();
    honoured
        .attachments()
        .forEach(
            (id, taken) -> hosted.put(id, new HostedPart(taken.attachment(), taken.directors())));
    asked
        .getOrDefault(self.node(), DirectorMemory.NOTHING)
        .asked()
        .values()
        .forEach(one -> host(one.attachment(), self, hosted));
    return wanted.with(directed, List.copyOf(hosted.values()));
  }

  private static void host(
      Attachment attachment, DirectorPeer self, SortedMap<String, HostedPart> hosted) {
    if (attachment.isAsked()) {
      List<DirectorPeer> directors = new ArrayList<>(List.of(self));
      Optional.ofNullable(hosted.get(attachment.id()))
          .ifPresent(others -> directors.addAll(others.directors()));
      hosted.put(attachment.id(), new HostedPart(attachment, directors));
    }
  }

  /** {@return what is to stand at the API server, by the node that is asked} */
  public SortedMap<String, Request> requests(String self) {
    SortedMap<String, Request> requests = new TreeMap<>();
    asked.forEach(
        (node, memory) -> {
          if (!node.equals(self) && memory.sequence() > 0 && !memory.deleted()) {
            requests.put(node, memory.request(self, node));
          }
        });
    return requests;
  }

  /** {@return the same after the object between this director and this node was deleted} */
  public Memory afterDeletion(String node) {
    SortedMap<String, DirectorMemory> next = new TreeMap<>(asked);
    next.computeIfPresent(node, (_, memory) -> memory.afterDeletion());
    return new Memory(next, honoured);
  }
}
