package io.lvsoperator.agent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.RealServerSpec;
import io.lvsoperator.translate.LastAccepted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a pass used of the cluster, as it is kept on the disk: all objects, and what was accepted.
 *
 * @param objects the objects
 * @param lastAccepted what the next pass needs to know of the last one
 */
record SavedCluster(List<HasMetadata> objects, LastAccepted lastAccepted) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Stream.of(Node.class, Namespace.class, Service.class, EndpointSlice.class, ServiceCIDR.class)
          .collect(Collectors.toMap(HasMetadata::getKind, Function.identity()));

  /** Copies the list. */
  SavedCluster {
    objects = List.copyOf(objects);
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Accepted(
      Map<String, LvsServiceSpec> services,
      Map<String, RealServerSpec> realServers,
      Map<String, DirectorGroupSpec> groups) {}

  /** The same text for the same content, whatever the order of the objects. */
  String text(KubernetesSerialization serialization) {
    ObjectNode root = JSON.createObjectNode();
    root.set(
        "accepted",
        JSON.valueToTree(
            new Accepted(
                new java.util.TreeMap<>(lastAccepted.services()),
                new java.util.TreeMap<>(lastAccepted.realServers()),
                new java.util.TreeMap<>(lastAccepted.groups()))));
    ArrayNode list = root.putArray("objects");
    objects.stream()
        .map(object -> slim(serialization.convertValue(object, ObjectNode.class)))
        .sorted(Comparator.comparing(SavedCluster::name))
        .forEach(list::add);
    return root.toString();
  }

  /** The version changes with every heartbeat, and nobody may use it later. */
  private static ObjectNode slim(ObjectNode object) {
    if (object.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove("resourceVersion");
    }
    return object;
  }

  private static String name(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return String.join(
        "/",
        object.path("kind").asText(),
        metadata.path("namespace").asText(),
        metadata.path("name").asText());
  }

  /**
   * {@return what a text says}
   *
   * @throws IllegalArgumentException if it says nothing that this version can read
   */
  static SavedCluster parse(String text, KubernetesSerialization serialization) {
    try {
      JsonNode root = JSON.readTree(text);
      Accepted accepted = JSON.treeToValue(root.path("accepted"), Accepted.class);
      List<HasMetadata> objects = new ArrayList<>();
      root.path("objects").forEach(object -> objects.add(read(object, serialization)));
      return new SavedCluster(
          objects,
          new LastAccepted(accepted.services(), accepted.realServers(), accepted.groups()));
    } catch (JsonProcessingException | NullPointerException e) {
      throw new IllegalArgumentException("its content cannot be read: " + e.getMessage(), e);
    }
  }

  private static HasMetadata read(JsonNode object, KubernetesSerialization serialization) {
    return serialization.convertValue(
        object, KINDS.getOrDefault(object.path("kind").asText(), GenericKubernetesResource.class));
  }
}
