package io.lvsoperator.agent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lvsoperator.api.v1alpha1.AttachmentException;
import io.lvsoperator.api.v1alpha1.ForwardingRequestSpec;
import io.lvsoperator.api.v1alpha1.ForwardingRequestStatus;
import io.lvsoperator.api.v1alpha1.RequestIdentity;
import io.lvsoperator.protocol.Answer;
import io.lvsoperator.protocol.Asked;
import io.lvsoperator.protocol.DirectorMemory;
import io.lvsoperator.protocol.Memory;
import io.lvsoperator.protocol.NodeMemory;
import io.lvsoperator.translate.ForwardingRequests;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a node remembers of the protocol, as JSON in the API's words. */
final class MemoryJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MemoryJson() {}

  /** All of it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Saved(Map<String, Director> asked, Map<String, Node> honoured) {}

  /** A director's side. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Director(
      String bootID,
      long sequence,
      List<RequestIdentity> identity,
      List<One> attachments,
      List<String> seenBoots,
      ForwardingRequestStatus answer,
      boolean deleted) {}

  /** An attachment of a director's. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record One(
      io.lvsoperator.api.v1alpha1.Attachment attachment,
      long askedIn,
      boolean again,
      boolean weightless,
      boolean excepted,
      String superseded) {}

  /** A real server's side. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Node(
      ForwardingRequestSpec request, List<AttachmentException> refused, String goneSince) {}

  static String text(Memory memory) {
    Map<String, Director> asked = new TreeMap<>();
    memory.asked().forEach((node, one) -> asked.put(node, director(one)));
    Map<String, Node> honoured = new TreeMap<>();
    memory.honoured().honoured().forEach((director, one) -> honoured.put(director, node(one)));
    try {
      return JSON.writeValueAsString(new Saved(asked, honoured));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts and numbers", e);
    }
  }

  private static Director director(DirectorMemory memory) {
    return new Director(
        memory.bootId(),
        memory.sequence(),
        ForwardingRequests.identity(memory.identity()),
        memory.asked().values().stream()
            .map(
                one ->
                    new One(
                        ForwardingRequests.attachment(one.attachment()),
                        one.askedIn(),
                        one.again(),
                        one.weightless(),
                        one.excepted(),
                        one.superseded().map(Instant::toString).orElse(null)))
            .toList(),
        List.copyOf(memory.seenBoots()),
        memory
            .answer()
            .map(answer -> ForwardingRequests.status(answer, memory.asked().size()))
            .orElse(null),
        memory.deleted());
  }

  private static Node node(NodeMemory.Honoured one) {
    return new Node(
        ForwardingRequests.spec(one.request()),
        one.refused().entrySet().stream()
            .map(
                e ->
                    new AttachmentException(
                        e.getKey(), e.getValue().reason(), e.getValue().message()))
            .toList(),
        one.goneSince().map(Instant::toString).orElse(null));
  }

  /**
   * {@return what a text says}
   *
   * @throws IllegalArgumentException if it says nothing that this version can read
   */
  static Memory parse(String text) {
    try {
      Saved saved = JSON.readValue(text, Saved.class);
      SortedMap<String, DirectorMemory> asked = new TreeMap<>();
      saved.asked().forEach((node, one) -> asked.put(node, director(one)));
      SortedMap<String, NodeMemory.Honoured> honoured = new TreeMap<>();
      saved.honoured().forEach((director, one) -> honoured.put(director, node(one)));
      return new Memory(asked, new NodeMemory(honoured));
    } catch (JsonProcessingException | RuntimeException e) {
      throw new IllegalArgumentException("its content cannot be read: " + e.getMessage(), e);
    }
  }

  private static DirectorMemory director(Director one) {
    SortedMap<String, Asked> asked = new TreeMap<>();
    one.attachments().forEach(a -> asked.put(a.attachment().id(), asked(a)));
    return new DirectorMemory(
        one.bootID(),
        one.sequence(),
        ForwardingRequests.identities(one.identity()).orElse(List.of()),
        asked,
        new java.util.LinkedHashSet<>(one.seenBoots()),
        Optional.ofNullable(one.answer()).flatMap(ForwardingRequests::answer),
        one.deleted());
  }

  private static Asked asked(One one) {
    return new Asked(
        ForwardingRequests.known(one.attachment()),
        one.askedIn(),
        one.again(),
        one.weightless(),
        one.excepted(),
        Optional.ofNullable(one.superseded()).map(Instant::parse));
  }

  private static NodeMemory.Honoured node(Node one) {
    SortedMap<String, Answer.Refusal> refused = new TreeMap<>();
    one.refused().forEach(e -> refused.put(e.id(), new Answer.Refusal(e.reason(), e.message())));
    return new NodeMemory.Honoured(
        ForwardingRequests.request(one.request()),
        refused,
        Optional.ofNullable(one.goneSince()).map(Instant::parse));
  }
}
