package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;

/** Reads a {@link Lenient}; the enumeration is the type argument of the property. */
final class LenientDeserializer extends JsonDeserializer<Lenient<?>>
    implements ContextualDeserializer {

  private final Class<?> type;

  /** For Jackson, which then asks for a contextual one. */
  LenientDeserializer() {
    this(ConditionStatus.class);
  }

  private LenientDeserializer(Class<?> type) {
    this.type = type;
  }

  @Override
  public JsonDeserializer<?> createContextual(
      DeserializationContext context, BeanProperty property) {
    return new LenientDeserializer(context.getContextualType().containedType(0).getRawClass());
  }

  @Override
  public Lenient<?> deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    String text = parser.getValueAsString();
    if (text == null) {
      parser.skipChildren(); // an object or a list where a text belongs: unknown, not fatal
    }
    return parse(type, text == null ? "" : text);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Lenient's bound makes every type an enum
  private static Lenient<?> parse(Class<?> type, String text) {
    return Lenient.parse((Class) type, text);
  }
}
