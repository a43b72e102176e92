package io.lvsoperator.journal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PacketRules;
import io.lvsoperator.model.PortRange;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Packet rules as JSON: each is an object of its components, with the name of its kind. */
final class PacketRulesJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addMixIn(PacketRule.class, Kind.class)
          .addModule(
              new SimpleModule()
                  .addSerializer(IpAddress.class, ToStringSerializer.instance)
                  .addSerializer(MacAddress.class, ToStringSerializer.instance)
                  .addSerializer(PortRange.class, ToStringSerializer.instance)
                  .addDeserializer(IpAddress.class, new Text<>(IpAddress.class, IpAddress::parse))
                  .addDeserializer(
                      MacAddress.class, new Text<>(MacAddress.class, MacAddress::parse))
                  .addDeserializer(PortRange.class, new Text<>(PortRange.class, PortRange::parse)))
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  static {
    kinds(PacketRule.class).forEach(MAPPER::registerSubtypes);
  }

  private PacketRulesJson() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
  private interface Kind {}

  /** Reads a value that is written as its text. */
  private static final class Text<T> extends StdDeserializer<T> {
    private static final long serialVersionUID = 1;

    private final Class<T> type;
    private final transient Function<String, T> parse;

    Text(Class<T> type, Function<String, T> parse) {
      super(type);
      this.type = type;
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      String text = parser.getText();
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        return type.cast(context.handleWeirdStringValue(type, text, "%s", e.getMessage()));
      }
    }
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(PacketRulesJson::kinds)
        : Stream.of(type);
  }

  static JsonNode write(PacketRules rules) {
    return MAPPER.valueToTree(rules.rules().toArray(PacketRule[]::new));
  }

  /**
   * {@return what this JSON says}
   *
   * @throws JsonProcessingException if something is missing or cannot be
   */
  static PacketRules read(JsonNode rules) throws JsonProcessingException {
    Set<PacketRule> all = new LinkedHashSet<>();
    for (JsonNode rule : rules) {
      all.add(MAPPER.treeToValue(rule, PacketRule.class));
    }
    return new PacketRules(all);
  }
}
