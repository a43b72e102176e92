package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.lvsoperator.api.v1alpha1.ForwardingRequest;
import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Way;
import io.lvsoperator.protocol.Answer;
import io.lvsoperator.protocol.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a real API server does with requests that were decided from another spec than its own. */
@Tag("apiserver")
@ExtendWith(ApiServer.Extension.class)
class RequestCallsApiServerTest {
  private static final String NAME = Request.objectName("lb81", "rs81");

  private final ApiServer api;
  private final RequestCalls calls;

  RequestCallsApiServerTest(ApiServer api) {
    this.api = api;
    calls = new RequestCalls(api.client());
  }

  @AfterEach
  void delete() {
    resource().delete();
  }

  private Resource<ForwardingRequest> resource() {
    return api.client().resources(ForwardingRequest.class).withName(NAME);
  }

  private static Request request(String boot, long sequence, Attachment... attachments) {
    return new Request(
        "lb81", "rs81", Request.PROTOCOL, boot, sequence, List.of(), List.of(attachments));
  }

  private static Attachment attachment() {
    return Attachment.of(
        new ServiceRef("shop", "web"),
        IpAddress.parse("10.23.21.180"),
        IpAddress.parse("10.23.190.76"),
        new Way(Mode.DR, Optional.empty()),
        List.of(new PortMapping(Protocol.TCP, 80, 80)));
  }

  private static RequestWriter.Answered answered(Map<String, Answer.Refusal> exceptions) {
    var acknowledged = Optional.of(new Answer.Acknowledged("one", 1));
    return new RequestWriter.Answered(Answer.of("boot", acknowledged, exceptions), 1);
  }

  private String stands() {
    var spec = resource().get().getSpec();
    return spec.bootID() + " " + spec.sequence() + " " + spec.attachments().size();
  }

  @Test
  void anUpdateReplacesTheSpecThatWasSeen() {
    assertThat(calls.create(NAME, request("one", 1, attachment()))).isTrue();

    assertThat(calls.update(NAME, request("one", 1, attachment()), request("two", 2))).isTrue();

    assertThat(stands()).isEqualTo("two 2 0");
  }

  @Test
  void anUpdateLeavesASpecThatWasNotSeen() {
    calls.create(NAME, request("one", 1));
    calls.update(NAME, request("one", 1), request("one", 2));
    String version = resource().get().getMetadata().getResourceVersion();

    assertThat(calls.update(NAME, request("one", 1), request("one", 3))).isFalse();
    assertThat(calls.update(NAME, request("another", 2), request("one", 3))).isFalse();

    assertThat(stands()).isEqualTo("one 2 0");
    assertThat(resource().get().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void anUpdateMakesNoObjectAndACreationChangesNone() {
    assertThat(calls.update(NAME, request("one", 1), request("one", 2))).isFalse();
    assertThat(resource().get()).isNull();

    assertThat(calls.create(NAME, request("one", 1))).isTrue();
    assertThat(calls.create(NAME, request("one", 2))).isFalse();
    assertThat(stands()).isEqualTo("one 1 0");
  }

  @Test
  void whatTheSchemaRefusesIsAFailure() {
    calls.create(NAME, request("one", 1));

    assertThatThrownBy(() -> calls.update(NAME, request("one", 1), request("one", -1)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("spec.sequence");
    assertThat(stands()).isEqualTo("one 1 0");
  }

  @Test
  void anAnswerWithoutExceptionsTakesTheEarlierOnesAway() {
    calls.create(NAME, request("one", 1, attachment()));
    Answer.Refusal refused = new Answer.Refusal("Pending", "not yet");
    assertThat(calls.answer(NAME, answered(Map.of(attachment().id(), refused)))).isTrue();
    assertThat(resource().get().getStatus().exceptions()).hasSize(1);

    assertThat(calls.answer(NAME, answered(Map.of()))).isTrue();

    assertThat(resource().get().getStatus().exceptions()).isEmpty();
    assertThat(stands()).isEqualTo("one 1 1");
  }

  @Test
  void anObjectThatHasChangedIsNotDeleted() {
    calls.create(NAME, request("one", 1));
    String version = resource().get().getMetadata().getResourceVersion();
    calls.update(NAME, request("one", 1), request("one", 2));

    assertThat(calls.delete(NAME, version)).isFalse();
    assertThat(stands()).isEqualTo("one 2 0");

    assertThat(calls.delete(NAME, resource().get().getMetadata().getResourceVersion())).isTrue();
  }
}
