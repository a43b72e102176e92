package io.lvsoperator.mutated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes objects as people and programs break them: a good one with one to three things changed in
 * its spec. The same number always makes the same object.
 */
public final class Mutator {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

  /** Good objects, all fields among them; every mutated object began as one of these. */
  private static final List<String> GOOD =
      List.of(
          service(
              """
              vip: 10.23.21.180
              mode: NAT
              ports:
                - {name: http, protocol: TCP, port: 80, targetPort: 8080}
                - {name: rtp, protocol: UDP, port: 5000, endPort: 5010}
                - {name: all, protocol: SCTP}
              scheduler: sh
              schedulerFlags: [sh-port]
              persistence: {timeoutSeconds: 300, prefixLength: 24}
              realServerSelector: {matchLabels: {app: web}}
              drainTimeoutSeconds: 60
              directorGroupName: default
              """),
          service(
              """
              vip: 10.23.21.181
              mode: TUN
              tunnel: {type: GUE, port: 6080, checksum: Full}
              ports: [{name: dns, protocol: UDP, port: 53}]
              onePacket: true
              realServerSelector:
                matchExpressions: [{key: app, operator: In, values: [web, more]}]
              """),
          service(
              """
              vip: 10.23.21.182
              mode: FULLNAT
              ports: [{name: http, port: 80, targetPort: 8080}]
              realServerSelector: {matchLabels: {app: web}}
              """),
          service(
              """
              vip: 10.23.21.183
              mode: DR
              ports: [{name: http, port: 80}]
              realServerSelector: {matchLabels: {app: web}}
              """),
          """
          apiVersion: lvsoperator.io/v1alpha1
          kind: RealServer
          metadata: {name: subject, namespace: shop, labels: {app: web}}
          spec:
            address: 10.23.190.76
            management: Agent
            nodeName: rs01
            weight: 3
            state: InService
            upperThreshold: 100
            lowerThreshold: 50
          """,
          """
          apiVersion: lvsoperator.io/v1alpha1
          kind: DirectorGroup
          metadata: {name: default}
          spec:
            nodeSelector: {matchLabels: {director: 'yes'}}
            interface: eth0
            allow:
              - {name: web, namespaceSelector: {}, vips: [10.23.21.0/24, 10.23.22.1-10.23.22.9],
                 realServers: [10.23.0.0/16], ownAddresses: Deny}
            sourceAddresses: [10.23.21.190]
            ipvs: {tcpTimeoutSeconds: 7200, sloppyTcp: true}
          """);

  /** What stands in the place of a value. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "[[]]",
          "{\"matchLabels\": {}}",
          "-1",
          "0",
          "1",
          "65535",
          "65536",
          "2147483648",
          "-9223372036854775808",
          "1.5",
          "1e400",
          "\"\"",
          "\" \"",
          "\"80\"",
          "\"a\\nb\"",
          "\"\\u0000\"",
          "\"\\u202e\\ud83d\\ude00\"",
          "\"$(reboot); drop table\"",
          "\"0.0.0.0\"",
          "\"127.0.0.1\"",
          "\"169.254.1.1\"",
          "\"224.0.0.18\"",
          "\"255.255.255.255\"",
          "\"10.23.255.255\"",
          "\"10.23.21.184\"",
          "\"10.23.190.76\"",
          "\"10.23.21.0180\"",
          "\"10.23.21.999\"",
          "\"10.23.22.9-10.23.22.1\"",
          "\"10.23.21.0/33\"",
          "\"0.0.0.0/0\"",
          "\"::\"",
          "\"::1\"",
          "\"fe80::1\"",
          "\"fd00:23::180\"",
          "\"FD00:23::0180\"",
          "\"::ffff:10.23.21.180\"",
          "\"NAT\"",
          "\"FULLNAT\"",
          "\"DR\"",
          "\"TUN\"",
          "\"nat\"",
          "\"TCP\"",
          "\"UDP\"",
          "\"SCTP\"",
          "\"ICMP\"",
          "\"IPIP\"",
          "\"GRE\"",
          "\"Remote\"",
          "\"mh\"",
          "\"ovf\"",
          "\"mh-port\"",
          "\"External\"",
          "\"Draining\"",
          "\"Allow\"",
          "\"no-such-thing\"",
          "\"" + "x".repeat(300) + "\"");

  private final RandomGenerator random;

  private Mutator(RandomGenerator random) {
    this.random = random;
  }

  /** An object named {@code subject}, generic as informers keep those of this API. */
  public static GenericKubernetesResource object(RandomGenerator random) {
    ObjectNode object = read(YAML, GOOD.get(random.nextInt(GOOD.size())));
    Mutator mutator = new Mutator(random);
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      mutator.mutate(object);
    }
    return JSON.convertValue(object, GenericKubernetesResource.class);
  }

  /** How many good objects there are. */
  public static int kinds() {
    return GOOD.size();
  }

  /** A good one, unchanged. */
  public static GenericKubernetesResource good(int number) {
    return JSON.convertValue(read(YAML, GOOD.get(number)), GenericKubernetesResource.class);
  }

  /** One line for a failing test. */
  public static String text(GenericKubernetesResource object) {
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String service(String spec) {
    return """
    apiVersion: lvsoperator.io/v1alpha1
    kind: LvsService
    metadata: {name: subject, namespace: shop}
    spec:
    """
        + spec.indent(2);
  }

  private static ObjectNode read(ObjectMapper mapper, String text) {
    return (ObjectNode) parsed(mapper, text);
  }

  private static JsonNode parsed(ObjectMapper mapper, String text) {
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }

  /** A place in the object: a field of an object, or an element of an array. */
  private record Place(JsonNode parent, String field, int index) {
    JsonNode value() {
      return parent instanceof ObjectNode object ? object.get(field) : parent.get(index);
    }

    void set(JsonNode value) {
      if (parent instanceof ObjectNode object) {
        object.set(field, value);
      } else {
        ((ArrayNode) parent).set(index, value);
      }
    }

    void remove() {
      if (parent instanceof ObjectNode object) {
        object.remove(field);
      } else {
        ((ArrayNode) parent).remove(index);
      }
    }
  }

  private void mutate(ObjectNode object) {
    List<Place> places = new ArrayList<>();
    collect(object.get("spec"), places);
    if (places.isEmpty()) {
      object.set("spec", value());
      return;
    }
    Place place = places.get(random.nextInt(places.size()));
    switch (random.nextInt(8)) {
      case 0 -> place.remove();
      case 1 -> grow(place);
      case 2 -> place.set(places.get(random.nextInt(places.size())).value().deepCopy());
      case 3 -> rename(place);
      default -> place.set(value());
    }
  }

  private static void collect(JsonNode node, List<Place> places) {
    if (node instanceof ObjectNode object) {
      object
          .fieldNames()
          .forEachRemaining(
              field -> {
                places.add(new Place(object, field, 0));
                collect(object.get(field), places);
              });
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        places.add(new Place(array, "", i));
        collect(array.get(i), places);
      }
    }
  }

  private JsonNode value() {
    return parsed(JSON, VALUES.get(random.nextInt(VALUES.size())));
  }

  /** An element more, the same once more, or far too many. */
  private void grow(Place place) {
    switch (place.value()) {
      case ArrayNode array when !array.isEmpty() -> {
        int more = random.nextBoolean() ? 1 : 70;
        for (int i = 0; i < more; i++) {
          array.add(array.get(0).deepCopy());
        }
      }
      case ObjectNode object -> object.set("surprise", value());
      default -> place.set(MAKE.arrayNode().add(place.value()));
    }
  }

  private static void rename(Place place) {
    if (place.parent() instanceof ObjectNode object) {
      object.set(place.field() + "s", object.remove(place.field()));
    } else {
      place.remove();
    }
  }
}
