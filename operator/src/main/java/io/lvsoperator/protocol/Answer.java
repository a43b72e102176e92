package io.lvsoperator.protocol;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node answers a director: the status of a ForwardingRequest. Everything that the
 * acknowledged request asks for is in place in this boot, but for the exceptions.
 *
 * @param bootId of the node's kernel
 * @param acknowledged which request this is about
 * @param exceptions why something is not in place, by the attachment's id
 */
public record Answer(
    String bootId, Optional<Acknowledged> acknowledged, SortedMap<String, Refusal> exceptions) {

  /** Names no attachment, but all of a request. */
  public static final String ALL = "all";

  /** Copies the map. */
  public Answer {
    exceptions = Collections.unmodifiableSortedMap(new TreeMap<>(exceptions));
  }

  /** {@return whether this attachment is not in place} */
  public boolean excepts(String id) {
    return exceptions.containsKey(id) || exceptions.containsKey(ALL);
  }

  /** {@return why this attachment is not in place, if it is not} */
  public Optional<Refusal> exception(String id) {
    return Optional.ofNullable(exceptions.get(id))
        .or(() -> Optional.ofNullable(exceptions.get(ALL)));
  }

  /** {@return an answer with these exceptions} */
  public static Answer of(
      String bootId, Optional<Acknowledged> acknowledged, Map<String, Refusal> exceptions) {
    return new Answer(bootId, acknowledged, new TreeMap<>(exceptions));
  }

  /**
   * Names a request.
   *
   * @param bootId of the director, as the request had it
   * @param sequence the request's
   */
  public record Acknowledged(String bootId, long sequence) {}

  /**
   * Why an attachment is not in place.
   *
   * @param reason one word
   * @param message for people
   */
  public record Refusal(String reason, String message) {}
}
