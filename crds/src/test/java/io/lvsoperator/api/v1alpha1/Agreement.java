package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares a schema with the record that mirrors it and lists every disagreement. */
final class Agreement {

  private final ObjectMapper mapper = new ObjectMapper();
  private final List<String> disagreements = new ArrayList<>();

  private Agreement() {}

  static List<String> check(String path, JsonNode schema, Type type) {
    var agreement = new Agreement();
    agreement.compare(path, schema, type);
    return agreement.disagreements;
  }

  private void compare(String path, JsonNode schema, Type type) {
    if (type instanceof ParameterizedType generic) {
      compareGeneric(path, schema, generic);
    } else if (type instanceof Class<?> record && record.isRecord()) {
      compareRecord(path, schema, record);
    } else if (type == String.class) {
      expect(path, schema, "type", "string");
      unless(schema.has("maxLength") || schema.has("enum"), path + ": text without maxLength");
      unless(!schema.has("enum"), path + ": enum in the schema, any text in the record");
    } else if (type == Instant.class) {
      expect(path, schema, "type", "string");
      expect(path, schema, "format", "date-time");
    } else if (type == Integer.class || type == Long.class) {
      expect(path, schema, "type", "integer");
      expect(path, schema, "format", type == Integer.class ? "int32" : "int64");
      unless(schema.has("minimum"), path + ": number without minimum");
      unless(schema.has("maximum") || type == Long.class, path + ": number without maximum");
    } else if (type == Boolean.class) {
      expect(path, schema, "type", "boolean");
    } else {
      disagreements.add(path + ": no rule for " + type);
    }
  }

  private void compareGeneric(String path, JsonNode schema, ParameterizedType type) {
    Type argument = type.getActualTypeArguments()[0];
    if (type.getRawType() == Optional.class) {
      compare(path, schema, argument);
    } else if (type.getRawType() == Lenient.class) {
      expect(path, schema, "type", "string");
      var constants =
          Arrays.stream(((Class<?>) argument).getEnumConstants()).map(Object.class::cast);
      expect(path, schema, "enum", constants.map(c -> ((ApiEnum) c).text()).toList().toString());
    } else if (type.getRawType() == Map.class) {
      expect(path, schema, "type", "object");
      unless(schema.has("maxProperties"), path + ": map without maxProperties");
      compare(path + "{}", schema.path("additionalProperties"), type.getActualTypeArguments()[1]);
    } else {
      compareList(path, schema, argument);
    }
  }

  private void compareList(String path, JsonNode schema, Type element) {
    expect(path, schema, "type", "array");
    unless(schema.has("maxItems"), path + ": list without maxItems");
    var items = schema.path("items");
    switch (schema.path("x-kubernetes-list-type").asText()) {
      case "map" -> {
        var required = texts(items.path("required"));
        for (String key : texts(schema.path("x-kubernetes-list-map-keys"))) {
          unless(
              required.contains(key) || items.at("/properties/" + key).has("default"),
              path + ": key " + key + " is neither required nor has it a default");
        }
      }
      case "set", "atomic" -> {}
      default -> disagreements.add(path + ": list without x-kubernetes-list-type");
    }
    compare(path + "[]", items, element);
  }

  private void compareRecord(String path, JsonNode schema, Class<?> record) {
    expect(path, schema, "type", "object");
    var components = new LinkedHashMap<String, RecordComponent>();
    for (RecordComponent component : record.getRecordComponents()) {
      components.put(jsonName(component), component);
    }
    var fields = new LinkedHashSet<String>();
    schema.path("properties").fieldNames().forEachRemaining(fields::add);
    components.keySet().stream()
        .filter(name -> !fields.contains(name))
        .forEach(name -> disagreements.add(path + "." + name + ": not in the schema"));
    fields.stream()
        .filter(name -> !components.containsKey(name))
        .forEach(name -> disagreements.add(path + "." + name + ": not in " + record));
    Object empty = read(record);
    components.forEach(
        (name, component) -> {
          if (fields.contains(name)) {
            var field = schema.path("properties").path(name);
            String child = path + "." + name;
            unless(field.has("description"), child + ": no description");
            compare(child, field, component.getGenericType());
            compareDefault(child, field, required(schema, name), value(component, empty));
          }
        });
  }

  /** An absent field means the schema's default; without a default it is empty or required. */
  private void compareDefault(String path, JsonNode field, boolean required, Object absent) {
    if (field.has("default")) {
      JsonNode actual = mapper.valueToTree(absent);
      unless(
          field.path("default").equals(actual),
          path + ": default " + field.path("default") + ", the record says " + actual);
    } else if (!required) {
      boolean empty =
          absent instanceof Optional<?> optional && optional.isEmpty()
              || absent instanceof List<?> list && list.isEmpty()
              || absent instanceof Map<?, ?> map && map.isEmpty()
              || absent.equals("");
      unless(empty, path + ": no default, not required, the record says " + absent);
    }
  }

  private Object read(Class<?> record) {
    try {
      return mapper.readValue("{}", record);
    } catch (IOException unreadable) {
      throw new IllegalStateException("{} is no " + record, unreadable);
    }
  }

  private static Object value(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException notPublic) {
      throw new IllegalStateException(notPublic);
    }
  }

  private static String jsonName(RecordComponent component) {
    var name = component.getAccessor().getAnnotation(JsonProperty.class);
    return name == null ? component.getName() : name.value();
  }

  private static boolean required(JsonNode schema, String name) {
    return texts(schema.path("required")).contains(name);
  }

  private static Set<String> texts(JsonNode list) {
    var texts = new LinkedHashSet<String>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private void expect(String path, JsonNode schema, String keyword, String expected) {
    JsonNode actual = schema.path(keyword);
    String text = actual.isArray() ? texts(actual).toString() : actual.asText();
    unless(text.equals(expected), path + ": " + keyword + " " + text + ", not " + expected);
  }

  private void unless(boolean fine, String disagreement) {
    if (!fine) {
      disagreements.add(disagreement);
    }
  }
}
