package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Renders the fields of a schema as the rows of a table for people. */
final class ReferenceTable {

  private static final String OR = " \\| ";

  private ReferenceTable() {}

  /** One row per field, depth first; label selectors and conditions are explained elsewhere. */
  static List<String> rows(String path, JsonNode schema) {
    var rows = new ArrayList<String>();
    addFields(path, schema, rows);
    return List.copyOf(rows);
  }

  private static void addFields(String path, JsonNode schema, List<String> rows) {
    for (var field : schema.path("properties").properties()) {
      JsonNode value = field.getValue();
      String name = path + "." + field.getKey();
      var cells =
          List.of(
              "`" + name + "`",
              value(field.getKey(), value),
              absent(schema, field.getKey()),
              meaning(value));
      rows.add(cells.stream().collect(Collectors.joining(" | ", "| ", " |")));
      if (isLeaf(field.getKey())) {
        continue;
      }
      if (value.has("items")) {
        addFields(name + "[]", value.path("items"), rows);
      } else {
        addFields(name, value, rows);
      }
    }
  }

  private static boolean isLeaf(String name) {
    return name.equals("conditions") || name.endsWith("Selector");
  }

  private static String value(String name, JsonNode schema) {
    if (isLeaf(name)) {
      return name.equals("conditions") ? "list of conditions" : "label selector";
    }
    if (schema.has("items")) {
      return "list of " + value("", schema.path("items"));
    }
    if (schema.has("enum")) {
      return StreamSupport.stream(schema.path("enum").spliterator(), false)
          .map(constant -> "`" + constant.asText() + "`")
          .collect(Collectors.joining(OR));
    }
    return switch (schema.path("type").asText()) {
      case "integer" ->
          schema.has("maximum")
              ? schema.path("minimum") + " to " + schema.path("maximum")
              : "number";
      case "boolean" -> "`true`" + OR + "`false`";
      case "string" -> schema.path("format").asText().equals("date-time") ? "time" : "text";
      default -> "object";
    };
  }

  private static String absent(JsonNode parent, String name) {
    JsonNode fallback = parent.path("properties").path(name).path("default");
    if (!fallback.isMissingNode()) {
      return "`" + fallback.asText() + "`";
    }
    return StreamSupport.stream(parent.path("required").spliterator(), false)
            .anyMatch(required -> required.asText().equals(name))
        ? "required"
        : "–";
  }

  private static String meaning(JsonNode schema) {
    return schema.path("description").asText().replaceAll("\\s+", " ").strip();
  }
}
