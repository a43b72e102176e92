package io.lvsoperator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.lvsoperator.agent.ApiServer;
import io.lvsoperator.agent.GivenBack;
import io.lvsoperator.agent.NodeFacts;
import io.lvsoperator.agent.RequestsOfNode;
import io.lvsoperator.api.v1alpha1.ForwardingRequest;
import io.lvsoperator.api.v1alpha1.ForwardingRequestSpec;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Way;
import io.lvsoperator.protocol.Request;
import io.lvsoperator.translate.Thing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a real server learns of directors from the API server before it is given back. */
@Tag("apiserver")
@ExtendWith(ApiServer.Extension.class)
class GivenBackApiServerTest {
  private final ApiServer api;
  private final List<HasMetadata> created = new ArrayList<>();

  GivenBackApiServerTest(ApiServer api) {
    this.api = api;
  }

  @AfterEach
  void cleanUp() {
    created.reversed().forEach(object -> api.client().resource(object).delete());
  }

  private <T extends HasMetadata> T create(T object) {
    api.client().resource(object).delete(); // another class of tests may have left one
    T made = api.client().resource(object).create();
    created.add(made);
    return made;
  }

  private DirectorsWord ask(Optional<String> cluster) {
    return DirectorsWord.ask(
        Optional.of(api.client()), cluster, Optional.of("rs01"), Optional.empty());
  }

  private Senders senders() {
    assertThat(ask(Optional.empty())).isInstanceOf(DirectorsWord.Now.class);
    return Senders.of(((DirectorsWord.Now) ask(Optional.empty())).known(), Optional.of("rs01"));
  }

  /** What this director asks of rs01, as its agent writes it. */
  private static ForwardingRequest request(String director) {
    Attachment web =
        Attachment.of(
            new ServiceRef("shop", "web"),
            IpAddress.parse("10.23.21.180"),
            IpAddress.parse("10.23.190.76"),
            new Way(Mode.DR, Optional.empty()),
            List.of(new PortMapping(Protocol.TCP, 80, 80)));
    return (ForwardingRequest)
        Thing.request(
                new Request(
                    director, "rs01", Request.PROTOCOL, "boot-1", 7, List.of(), List.of(web)))
            .object();
  }

  @Test
  void aDirectorSendsUntilItsRequestAsksForNothing() {
    assertThat(senders().nobody()).as("nobody asks").isTrue();
    ForwardingRequest one = create(request("lb01"));
    create(request("lb02"));
    assertThat(senders().vips()).containsOnlyKeys("lb01", "lb02");
    RequestsOfNode.withdraw(api.client(), "lb01");
    assertThat(senders().vips()).containsOnlyKeys("lb02");
    ForwardingRequestSpec now = api.client().resource(one).get().getSpec();
    assertThat(now.sequence()).as("the node takes what is newer alone").isEqualTo(8);
    assertThat(now.attachments()).isEmpty();
  }

  @Test
  void theReportOfANodeThatWasGivenBackSaysThatNothingIsThere() {
    create(Thing.director("lb01", "10.23.21.184").object());
    LvsNode node = new LvsNode();
    node.setMetadata(new ObjectMetaBuilder().withName("lb01").build());
    create(node);
    LvsNode report =
        (LvsNode)
            Thing.report("lb01", "02:00:00:00:00:01", "10.23.21.184")
                .with("status.roles", "[Director]")
                .with(
                    "status.services",
                    "[{namespace: shop, name: web, programmed: 'True', reason: Programmed,"
                        + " destinations: [{vip: 10.23.21.180, protocol: TCP, virtualPort: 80,"
                        + " address: 10.23.190.76, port: 80, weight: 1, mode: DR}]}]")
                .object();
    asItsAgent(report.getStatus());
    NodeFacts facts = new NodeFacts("lb01", "machine", "boot-2", "6.1.0", "test");
    GivenBack.publish(api.client(), facts, Instant.parse("2026-11-22T10:00:00Z"));
    LvsNode now = api.client().resource(node).get();
    assertThat(now.reported().services()).isEmpty();
    assertThat(now.reported().condition("Ready"))
        .hasValueSatisfying(
            c -> assertThat(c.status() + " " + c.reason()).isEqualTo("False GivenBack"));
    assertThat(now.reported().bootID()).contains("boot-2");
  }

  /** Writes as the agent of lb01 does. */
  private void asItsAgent(LvsNodeStatus status) {
    LvsNode reported = new LvsNode();
    reported.setMetadata(new ObjectMetaBuilder().withName("lb01").build());
    reported.setStatus(status);
    PatchContext apply =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("lvs-agent")
            .withForce(true)
            .build();
    api.client().resource(reported).subresource("status").patch(apply);
  }

  @Test
  void anotherClusterHasNoSay() {
    String uid = api.client().namespaces().withName("kube-system").get().getMetadata().getUid();
    assertThat(ask(Optional.of(uid))).isInstanceOf(DirectorsWord.Now.class);
    assertThat(ask(Optional.of("another")))
        .isEqualTo(
            new DirectorsWord.Nothing(
                "another cluster answers, and the agent left no file that says what it knew"));
  }
}
