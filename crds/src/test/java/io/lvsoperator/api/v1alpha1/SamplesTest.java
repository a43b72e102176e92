package io.lvsoperator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.CustomResource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples are read by the records without loss. */
class SamplesTest {

  private static final Map<String, Class<? extends CustomResource<?, ?>>> KINDS =
      Map.of(
          "LvsService", LvsService.class,
          "RealServer", RealServer.class,
          "DirectorGroup", DirectorGroup.class,
          "ForwardingRequest", ForwardingRequest.class);

  static List<Path> samples() {
    return Contract.samples();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everythingInASampleIsReadAndWrittenAgain(Path sample) {
    for (ObjectNode document : Contract.documents(sample)) {
      var kind = KINDS.get(document.path("kind").asText());
      var read = Contract.YAML.unmarshal(document.toString(), kind);
      JsonNode written =
          Contract.YAML.unmarshal(Contract.YAML.asJson(read.getSpec()), ObjectNode.class);
      assertThat(missing("spec", document.path("spec"), written)).isEmpty();
    }
  }

  @Test
  void theTutorialIsTheTutorial() {
    var documents = Contract.documents(Path.of("samples/tutorial-nat.yaml"));
    var group = Contract.YAML.unmarshal(documents.get(0).toString(), DirectorGroup.class).getSpec();
    var web = Contract.YAML.unmarshal(documents.get(1).toString(), LvsService.class).getSpec();
    assertThat(group.allow().getFirst().ownAddresses().is(OwnAddresses.ALLOW)).isTrue();
    assertThat(group.selectsNode(Map.of("lvs.node-restriction.kubernetes.io/director", "true")))
        .isTrue();
    assertThat(group.selectsNode(Map.of())).isFalse();
    assertThat(web.vip()).isEqualTo("10.23.21.184");
    assertThat(web.scheduler().known()).isEqualTo(SchedulerName.RR);
    assertThat(web.ports()).containsExactly(ServicePort.of("http", PortProtocol.TCP, 8000, 80));
    assertThat(documents.subList(2, 4))
        .extracting(document -> document.at("/spec/address").asText())
        .containsExactly("10.23.190.76", "10.23.122.152");
    assertThat(documents.subList(2, 4))
        .allMatch(
            rs ->
                web.realServerSelector()
                    .orElseThrow()
                    .matches(Map.of("app", rs.at("/metadata/labels/app").asText())));
  }

  /** The leaves of {@code expected} that {@code actual} has not; absent defaults may be more. */
  private static List<String> missing(String path, JsonNode expected, JsonNode actual) {
    if (expected.isObject()) {
      return expected.properties().stream()
          .flatMap(
              field ->
                  missing(
                      path + "." + field.getKey(), field.getValue(), actual.path(field.getKey()))
                      .stream())
          .toList();
    }
    if (expected.isArray()) {
      return IntStream.range(0, expected.size())
          .boxed()
          .flatMap(i -> missing(path + "[" + i + "]", expected.get(i), actual.path(i)).stream())
          .toList();
    }
    return expected.equals(actual) ? List.of() : List.of(path + ": " + expected + " / " + actual);
  }
}
