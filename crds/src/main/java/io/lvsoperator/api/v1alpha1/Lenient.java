package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An enumeration value of the API as it was read: a constant that this version knows, or a text
 * that it does not.
 *
 * <p>An agent may be older than the CRD. A value that it does not know must reject that one object
 * with a condition that quotes the text, not break the informer of all of them.
 *
 * @param text the value as it stands in the object; empty when the object has none
 * @param value the constant, absent when this version does not know the text
 * @param <E> the enumeration
 */
@JsonDeserialize(using = LenientDeserializer.class)
public record Lenient<E extends Enum<E> & ApiEnum>(@JsonValue String text, Optional<E> value) {

  /** The known value {@code constant}. */
  public static <E extends Enum<E> & ApiEnum> Lenient<E> of(E constant) {
    return new Lenient<>(constant.text(), Optional.of(constant));
  }

  /** What {@code text} means in {@code type}; matching is exact, as in the schema. */
  public static <E extends Enum<E> & ApiEnum> Lenient<E> parse(Class<E> type, String text) {
    return new Lenient<>(
        text,
        Stream.of(type.getEnumConstants())
            .filter(constant -> constant.text().equals(text))
            .findAny());
  }

  /** Whether this is the known value {@code constant}. */
  public boolean is(E constant) {
    return value.isPresent() && value.get() == constant;
  }

  /** Whether this version knows the value. */
  public boolean isKnown() {
    return value.isPresent();
  }

  /**
   * The constant, for code behind the policy that rejects unknown values.
   *
   * @throws IllegalStateException when this version does not know the text
   */
  public E known() {
    return value.orElseThrow(
        () -> new IllegalStateException("value \"" + text + "\" is not known to this version"));
  }

  @Override
  public String toString() {
    return text;
  }
}
