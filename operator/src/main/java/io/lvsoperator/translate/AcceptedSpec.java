package io.lvsoperator.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lvsoperator.api.v1alpha1.DeclaredStatus;
import io.lvsoperator.translate.policy.Verdict;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.Map;
import java.util.Optional;

/**
 * What the status of an object says was accepted last, as JSON. Only there can somebody who begins
 * while the newest spec is refused read it: a controller keeps nothing else, and a node may be new.
 */
public final class AcceptedSpec {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As much of it fits into a status. */
  private static final int LONGEST = 262_144;

  private AcceptedSpec() {}

  /** What is said of an object; nothing where this version cannot read it. */
  static <S> Optional<S> of(Declared<S, ? extends DeclaredStatus> object) {
    return object
        .status()
        .acceptedSpec()
        .filter(_ -> !object.uid().isEmpty())
        .flatMap(text -> parse(text, object.spec()));
  }

  @SuppressWarnings("unchecked") // a record's class is its own
  private static <S> Optional<S> parse(String text, S like) {
    try {
      return Optional.of((S) JSON.readValue(text, like.getClass()));
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * What is to be said of an object.
   *
   * @param verdict on its newest spec
   * @param accepted what counts of each object
   */
  public static Optional<String> of(
      Declared<?, ?> object, Verdict verdict, Map<String, ?> accepted) {
    return verdict.accepted()
        ? Optional.empty()
        : Optional.ofNullable(accepted.get(object.uid()))
            .map(AcceptedSpec::text)
            .filter(text -> text.length() <= LONGEST);
  }

  private static String text(Object spec) {
    try {
      return JSON.writeValueAsString(spec);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a spec has a JSON form", e);
    }
  }
}
