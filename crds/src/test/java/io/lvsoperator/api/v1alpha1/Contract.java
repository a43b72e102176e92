package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The YAML files of this module, as its tests read them. */
final class Contract {

  static final KubernetesSerialization YAML = new KubernetesSerialization();

  private Contract() {}

  /** Reads YAML; the client takes a text that begins with a brace for JSON. */
  static ObjectNode node(String yaml) {
    return YAML.unmarshal("---\n" + yaml, ObjectNode.class);
  }

  /** The definition, from the class path as users of the jar read it. */
  static JsonNode definition(String plural) {
    try (var stream = LvsService.class.getResourceAsStream(plural + ".yaml")) {
      return YAML.unmarshal(
          new String(stream.readAllBytes(), StandardCharsets.UTF_8), ObjectNode.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The schema of the one version. */
  static JsonNode schema(String plural) {
    return definition(plural).at("/spec/versions/0/schema/openAPIV3Schema");
  }

  /** The samples, one file each. */
  static List<Path> samples() {
    try (Stream<Path> files = Files.list(Path.of("samples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The documents of a file. */
  static List<ObjectNode> documents(Path file) {
    try {
      return Stream.of(Files.readString(file).split("(?m)^---$"))
          .map(document -> YAML.<ObjectNode>unmarshal(document, ObjectNode.class))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
