package io.lvsoperator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import java.lang.reflect.Type;
import java.util.function.Consumer;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The YAML contract and the records are the same API. */
class SchemaAgreementTest {

  /** A part of a kind that a record mirrors. */
  enum Part {
    LVS_SERVICE_SPEC("lvsservices", "spec", LvsServiceSpec.class),
    LVS_SERVICE_STATUS("lvsservices", "status", LvsServiceStatus.class),
    REAL_SERVER_SPEC("realservers", "spec", RealServerSpec.class),
    REAL_SERVER_STATUS("realservers", "status", RealServerStatus.class),
    DIRECTOR_GROUP_SPEC("directorgroups", "spec", DirectorGroupSpec.class),
    DIRECTOR_GROUP_STATUS("directorgroups", "status", DirectorGroupStatus.class),
    LVS_NODE_STATUS("lvsnodes", "status", LvsNodeStatus.class),
    FORWARDING_REQUEST_SPEC("forwardingrequests", "spec", ForwardingRequestSpec.class),
    FORWARDING_REQUEST_STATUS("forwardingrequests", "status", ForwardingRequestStatus.class);

    private final String plural;
    private final String field;
    private final Type record;

    Part(String plural, String field, Type record) {
      this.plural = plural;
      this.field = field;
      this.record = record;
    }

    JsonNode schema() {
      return Contract.schema(plural).path("properties").path(field);
    }
  }

  @ParameterizedTest
  @EnumSource
  void schemaAndRecordSayTheSame(Part part) {
    assertThat(Agreement.check(part.field, part.schema(), part.record)).isEmpty();
  }

  @Test
  void aNodeHasNoSpec() {
    assertThat(Contract.schema("lvsnodes").path("properties").has("spec")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "lvsservices,io.lvsoperator.api.v1alpha1.LvsService",
    "realservers,io.lvsoperator.api.v1alpha1.RealServer",
    "directorgroups,io.lvsoperator.api.v1alpha1.DirectorGroup",
    "lvsnodes,io.lvsoperator.api.v1alpha1.LvsNode",
    "forwardingrequests,io.lvsoperator.api.v1alpha1.ForwardingRequest"
  })
  void definitionAndClassHaveTheSameNames(
      String plural, Class<? extends CustomResource<?, ?>> type) {
    var spec = Contract.definition(plural).path("spec");
    var names = spec.path("names");
    assertThat(Contract.definition(plural).at("/metadata/name").asText())
        .isEqualTo(CustomResource.getCRDName(type));
    assertThat(spec.path("group").asText()).isEqualTo(HasMetadata.getGroup(type));
    assertThat(spec.at("/versions/0/name").asText()).isEqualTo(HasMetadata.getVersion(type));
    assertThat(names.path("kind").asText()).isEqualTo(HasMetadata.getKind(type));
    assertThat(names.path("plural").asText()).isEqualTo(HasMetadata.getPlural(type));
    assertThat(names.path("singular").asText()).isEqualTo(HasMetadata.getSingular(type));
    assertThat(names.at("/shortNames/0").asText()).isEqualTo(CustomResource.getShortNames(type)[0]);
    assertThat(names.at("/categories/0").asText()).isEqualTo("lvs-operator");
    assertThat(spec.path("scope").asText())
        .isEqualTo(Namespaced.class.isAssignableFrom(type) ? "Namespaced" : "Cluster");
  }

  @Test
  void aFieldOfTheSchemaThatTheRecordLacksIsSeen() {
    assertThatChanged(s -> ((ObjectNode) s.path("properties")).putObject("later"))
        .containsExactly("spec.later: not in class io.lvsoperator.api.v1alpha1.RealServerSpec");
  }

  @Test
  void aFieldOfTheRecordThatTheSchemaLacksIsSeen() {
    assertThatChanged(s -> ((ObjectNode) s.path("properties")).remove("weight"))
        .containsExactly("spec.weight: not in the schema");
  }

  @Test
  void anEnumValueMoreAnotherDefaultAndALostBoundAreSeen() {
    assertThatChanged(
            s -> {
              ((ArrayNode) s.at("/properties/state/enum")).add("Resting");
              ((ObjectNode) s.at("/properties/weight")).put("default", 2).remove("maximum");
            })
        .containsExactly(
            "spec.weight: number without maximum",
            "spec.weight: default 2, the record says 1",
            "spec.state: enum [InService, Draining, OutOfService, Resting], not"
                + " [InService, Draining, OutOfService]");
  }

  private static ListAssert<String> assertThatChanged(Consumer<JsonNode> change) {
    var schema = Part.REAL_SERVER_SPEC.schema();
    change.accept(schema);
    return assertThat(Agreement.check("spec", schema, RealServerSpec.class));
  }
}
