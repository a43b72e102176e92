package io.lvsoperator.translate;

import static io.lvsoperator.translate.Thing.director;
import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.node;
import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.report;
import static io.lvsoperator.translate.Thing.rule;
import static io.lvsoperator.translate.Thing.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.Backend;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Persistence;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.SchedulerFlag;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Way;
import io.lvsoperator.protocol.Answer;
import io.lvsoperator.protocol.Request;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From objects to the intent of each node. */
class TranslatorTest {
  private static final String LB01 = "02:00:00:00:00:01";

  /** The tutorial with a service, its two real servers, and what every agent writes. */
  private static World running() {
    return World.tutorial()
        .with(
            service("web"),
            realServer("rs01", "10.23.190.76"),
            realServer("rs02", "10.23.122.152"),
            report("lb01", LB01, "10.23.21.184"),
            report("rs01", "02:00:00:00:00:02", "10.23.190.76"),
            report("rs02", "02:00:00:00:00:03", "10.23.122.152"))
        .acknowledged("lb01", "rs01");
  }

  private static Eligibility eligibility(World world) {
    return world.member("web", "rs01").eligibility();
  }

  private static Backend backend(String name, String address, Eligibility eligibility) {
    return new Backend(
        new ServiceRef("shop", name),
        IpAddress.parse(address),
        1,
        0,
        0,
        eligibility,
        Optional.of(Map.of()),
        Optional.of(name));
  }

  @Test
  void theHolderDirectsTheService() {
    assertThat(running().intent("lb01").directed())
        .containsExactly(
            new DirectedService(
                new ServiceRef("shop", "web"),
                IpAddress.parse("10.23.21.180"),
                false,
                Mode.NAT,
                Optional.empty(),
                List.of(new PortMapping(Protocol.TCP, 80, 80)),
                Scheduler.WLC,
                Set.of(),
                Optional.empty(),
                false,
                List.of(
                    backend("rs01", "10.23.190.76", Eligibility.IN_PLACE),
                    backend("rs02", "10.23.122.152", Eligibility.UNKNOWN)),
                Duration.ofSeconds(60),
                Optional.empty(),
                List.of(),
                List.of(),
                Set.of()));
    assertThat(running().intent("lb01").hosted()).isEmpty();
  }

  @Test
  void everyFieldOfAServiceArrives() {
    World world =
        running()
            .with(
                group("edge")
                    .with("spec.interface", "eth7")
                    .with(
                        "spec.allow",
                        rule(
                            "vips: [10.23.21.1-10.23.21.200], realServers: [10.23.0.0/16],"
                                + " ownAddresses: Allow")),
                service("web")
                    .with("spec.vip", "10.23.21.184")
                    .with("spec.directorGroupName", "edge")
                    .with(
                        "spec.ports",
                        "[{name: a, port: 8000, targetPort: 80}, {name: b, protocol: UDP, port: 53}]")
                    .with("spec.scheduler", "mh")
                    .with("spec.schedulerFlags", "[mh-port, mh-fallback]")
                    .with("spec.persistence", "{timeoutSeconds: 30, prefixLength: 24}")
                    .with("spec.drainTimeoutSeconds", "7"),
                realServer("rs01", "10.23.190.76")
                    .with("spec.weight", "3")
                    .with("spec.upperThreshold", "100")
                    .with("spec.lowerThreshold", "50"));
    DirectedService service = world.intent("lb01").directed().getFirst();
    assertThat(service.ownAddressAllowed()).isTrue();
    assertThat(service.ports())
        .containsExactly(
            new PortMapping(Protocol.TCP, 8000, 80), new PortMapping(Protocol.UDP, 53, 53));
    assertThat(service.scheduler()).isEqualTo(new Scheduler("mh"));
    assertThat(service.flags())
        .containsExactlyInAnyOrder(SchedulerFlag.FLAG_1, SchedulerFlag.FLAG_2);
    assertThat(service.persistence()).contains(new Persistence(30, 24));
    assertThat(service.drainTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(service.link()).contains("eth7");
    assertThat(service.backends().getFirst())
        .extracting(Backend::weight, Backend::upperThreshold, Backend::lowerThreshold)
        .containsExactly(3, 100, 50);
  }

  @Test
  void persistenceWithoutAPrefixLengthIsPerAddress() {
    World world = running().with(service("web").with("spec.persistence", "{timeoutSeconds: 30}"));
    assertThat(world.intent("lb01").directed().getFirst().persistence())
        .contains(new Persistence(30, 32));
  }

  @Test
  void theRealServersNodeHostsItsPart() {
    Intent intent = running().intent("rs01");
    assertThat(intent.directed()).isEmpty();
    assertThat(intent.hosted())
        .containsExactly(
            new HostedPart(
                Attachment.of(
                    new ServiceRef("shop", "web"),
                    IpAddress.parse("10.23.21.180"),
                    IpAddress.parse("10.23.190.76"),
                    new Way(Mode.NAT, Optional.empty()),
                    List.of(new PortMapping(Protocol.TCP, 80, 80))),
                List.of(
                    new DirectorPeer(
                        "lb01",
                        List.of(
                            new DirectorPeer.Interface(
                                MacAddress.parse(LB01),
                                List.of(Subnet.parse("10.23.21.184/16"))))))));
  }

  @Test
  void aRealServerKnowsEveryDirectorOfTheGroupByName() {
    World world = running().with(director("lb00", "10.23.21.186").aged(30));
    assertThat(world.intent("rs01").hosted().getFirst().directors())
        .extracting(DirectorPeer::node, peer -> peer.interfaces().size())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("lb00", 0),
            org.assertj.core.groups.Tuple.tuple("lb01", 1));
  }

  @Test
  void theOldestNodeHoldsThenTheFirstByName() {
    World two =
        running()
            .with(
                director("lb02", "10.23.21.185").aged(5), director("lb01", "10.23.21.184").aged(6));
    assertThat(two.translate().group("default").orElseThrow().directors())
        .containsExactly("lb02", "lb01");
    assertThat(two.intent("lb02").directed()).hasSize(1);
    assertThat(two.intent("lb01").directed()).isEmpty();
    World twins = two.with(director("lb02", "10.23.21.185").aged(6));
    assertThat(twins.translate().group("default").orElseThrow().holder()).contains("lb01");
  }

  @Test
  void aSuccessorKnowsWhoStillHasTheVip() {
    Thing vip =
        report("lb02", "02:00:00:00:00:09", "10.23.21.185")
            .with("status.vips", "[{address: 10.23.21.180, use: Placed}]");
    World gone = running().with(vip);
    assertThat(gone.intent("lb01").directed().getFirst().predecessors()).isEmpty();
    World there = gone.with(node("lb02", "10.23.21.185"));
    assertThat(there.intent("lb01").directed().getFirst().predecessors()).containsExactly("lb02");
    World hidden = there.with(vip.with("status.vips", "[{address: 10.23.21.180, use: Hidden}]"));
    assertThat(hidden.intent("lb01").directed().getFirst().predecessors()).isEmpty();
    World own = there.with(vip.with("status.vips", "[{address: 10.23.21.180, use: Own}]"));
    assertThat(own.intent("lb01").directed().getFirst().predecessors()).isEmpty();
  }

  @Test
  void anExternalRealServerIsInPlaceAndHostedNowhere() {
    World world =
        running().with(realServer("rs01", "10.23.190.76").with("spec.management", "External"));
    assertThat(eligibility(world)).isEqualTo(Eligibility.IN_PLACE);
    assertThat(world.intent("rs01").hosted()).isEmpty();
  }

  @Test
  void mhGoesOnWithoutARealServerThatDrains() {
    World mh = running().with(service("web").with("spec.scheduler", "mh"));
    assertThat(mh.intent("lb01").directed().getFirst().flags())
        .containsExactly(SchedulerFlag.FLAG_1);
    World sh = running().with(service("web").with("spec.scheduler", "sh"));
    assertThat(sh.intent("lb01").directed().getFirst().flags()).isEmpty();
  }

  /** The tutorial, with this in the ForwardingRequest between lb01 and rs01. */
  private static World answered(String field, String yaml) {
    return running().with(answer().with(field, yaml));
  }

  private static Thing answer() {
    return World.acknowledgement(running().request("lb01", "rs01"), "lb01", "rs01");
  }

  private static String id() {
    return running().intent("rs01").hosted().getFirst().id();
  }

  @Test
  void aRealServerIsInPlaceOnceItsNodeHasAcknowledgedTheRequestAsItStands() {
    assertThat(eligibility(running())).isEqualTo(Eligibility.IN_PLACE);
    assertThat(running().member("web", "rs01").attachment()).contains(id());
    assertThat(eligibility(running().silent())).as("no request").isEqualTo(Eligibility.UNKNOWN);
    World unanswered = running().with(running().request("lb01", "rs01"));
    assertThat(eligibility(unanswered)).isEqualTo(Eligibility.UNKNOWN);
    assertThat(eligibility(answered("status.acknowledged", "{bootID: boot-lb01, sequence: 6}")))
        .as("an earlier request")
        .isEqualTo(Eligibility.UNKNOWN);
    assertThat(eligibility(answered("status.acknowledged", "{bootID: boot-0, sequence: 7}")))
        .as("a request of another boot of the director")
        .isEqualTo(Eligibility.UNKNOWN);
  }

  @Test
  void anAcknowledgementIsOnlyAboutWhatWasAskedFor() {
    for (Thing edited :
        List.of(
            service("web").with("spec.vip", "10.23.21.181"),
            service("web").with("spec.mode", "DR"),
            service("web").with("spec.ports", "[{name: http, port: 81}]"))) {
      assertThat(eligibility(running().with(edited))).isEqualTo(Eligibility.UNKNOWN);
    }
    assertThat(eligibility(running().with(service("web").with("spec.scheduler", "rr"))))
        .as("a scheduler is the director's own matter")
        .isEqualTo(Eligibility.IN_PLACE);
  }

  @Test
  void anAcknowledgementIsForTheDirectorThatAsked() {
    World takenOver =
        running().with(node("lb01", "10.23.21.184"), director("lb02", "10.23.21.185"));
    assertThat(eligibility(takenOver)).isEqualTo(Eligibility.UNKNOWN);
    assertThat(eligibility(takenOver.acknowledged("lb02", "rs01"))).isEqualTo(Eligibility.IN_PLACE);
  }

  @Test
  void anExceptionIsEvidence() {
    String another = "[{id: '0000000000000000', reason: AddressNotLocal, message: no}]";
    assertThat(
            eligibility(answered("status.exceptions", another.replace("0000000000000000", id()))))
        .isEqualTo(Eligibility.NOT_IN_PLACE);
    assertThat(
            eligibility(answered("status.exceptions", another.replace("0000000000000000", "all"))))
        .isEqualTo(Eligibility.NOT_IN_PLACE);
    assertThat(eligibility(answered("status.exceptions", another)))
        .as("about another service")
        .isEqualTo(Eligibility.IN_PLACE);
  }

  @Test
  void anAnswerOfAnotherBootIsEvidenceOfAReboot() {
    Thing booted = node("rs01", "10.23.190.76").with("status.nodeInfo", "{bootID: b2, osImage: x}");
    assertThat(eligibility(running().with(booted))).isEqualTo(Eligibility.NOT_IN_PLACE);
    assertThat(eligibility(answered("status.bootID", "b2").with(booted)))
        .isEqualTo(Eligibility.IN_PLACE);
    assertThat(eligibility(running().with(booted, running().request("lb01", "rs01"))))
        .as("it has not answered")
        .isEqualTo(Eligibility.UNKNOWN);
  }

  @Test
  void inFullnatNobodyIsAsked() {
    World fullnat = running().silent().with(service("web").with("spec.mode", "FULLNAT"));
    assertThat(eligibility(fullnat)).isEqualTo(Eligibility.IN_PLACE);
  }

  private static Optional<Answer.Refusal> refusal(World world, String director) {
    Request request =
        new Request(director, "rs01", Request.PROTOCOL, "boot", 1, List.of(), List.of());
    return world
        .translate()
        .refusal(request, running().intent("rs01").hosted().getFirst().attachment());
  }

  @Test
  void aNodeTakesOnWhatARuleAllowsADirectorThatAGroupSelects() {
    assertThat(refusal(running(), "lb01")).isEmpty();
    World bare = World.tutorial();
    assertThat(refusal(bare, "lb01")).as("it needs no other object").isEmpty();
    assertThat(refusal(running(), "rs02")).as("no director").isPresent();
    assertThat(refusal(running(), "lb09")).as("no Node").isPresent();
    World closed =
        running()
            .with(
                group("default")
                    .with(
                        "spec.allow", rule("vips: [10.23.21.7/32], realServers: [10.23.0.0/16]")));
    assertThat(refusal(closed, "lb01"))
        .contains(
            new Answer.Refusal(
                "NotAllowed",
                "no DirectorGroup that selects Node lb01 has an allow rule for namespace shop with"
                    + " VIP 10.23.21.180 and real server 10.23.190.76"));
    World farAway =
        running()
            .with(
                group("default")
                    .with(
                        "spec.allow", rule("vips: [10.23.21.0/24], realServers: [10.99.0.0/16]")));
    assertThat(refusal(farAway, "lb01")).isPresent();
  }

  @Test
  void aDrainingRealServerHasWeight0AndKeepsItsPart() {
    World world = running().with(realServer("rs01", "10.23.190.76").with("spec.state", "Draining"));
    assertThat(world.intent("lb01").directed().getFirst().backends().getFirst().weight()).isZero();
    assertThat(world.intent("rs01").hosted()).hasSize(1);
  }

  @Test
  void oneOutOfServiceIsNoBackend() {
    World world =
        running().with(realServer("rs01", "10.23.190.76").with("spec.state", "OutOfService"));
    assertThat(world.intent("lb01").directed().getFirst().backends())
        .extracting(b -> b.name().name())
        .containsExactly("rs02");
    assertThat(world.intent("rs01").hosted()).isEmpty();
  }

  @Test
  void aServiceWithoutRealServersIsDirectedAllTheSame() {
    World world = World.tutorial().with(service("web"));
    assertThat(world.intent("lb01").directed()).hasSize(1);
  }

  @Test
  void realServersOfOtherNamespacesAreNotSelected() {
    World world = running().with(realServer("other", "10.23.7.7").in("bank"));
    assertThat(world.intent("lb01").directed().getFirst().backends()).hasSize(2);
  }

  @Test
  void withoutADirectorAServiceIsAcceptedAndNobodyActs() {
    World world = running().with(node("lb01", "10.23.21.184"));
    assertThat(world.service("web").accepted()).isTrue();
    assertThat(world.translate().services().getFirst().holder()).isEmpty();
    assertThat(world.intent("lb01")).isEqualTo(Intent.NONE);
    assertThat(world.intent("rs01").hosted()).isEmpty();
  }

  @Test
  void aRefusedServiceIsNobodysAndDoesNotStopOthers() {
    World world = running().with(service("bad").with("spec.vip", "10.99.0.1"));
    assertThat(world.service("bad").accepted()).isFalse();
    assertThat(world.intent("lb01").directed()).hasSize(1);
    assertThat(world.intent("rs01").hosted()).hasSize(1);
  }

  @Test
  void theOrderOfTheObjectsDoesNotMatter() {
    World world =
        running().with(service("twin"), realServer("twin", "10.23.190.76"), group("edge"));
    List<Thing> reversed = new java.util.ArrayList<>(world.things());
    Collections.reverse(reversed);
    for (String node : List.of("lb01", "rs01", "rs02")) {
      assertThat(new World(reversed).intent(node)).isEqualTo(world.intent(node));
    }
  }

  @Test
  void aPlanFromFilesAssumesThatEveryRealServerIsInPlace() {
    Translation plan = Translator.translate(running().silent().snapshot().assumed());
    assertThat(plan.intentFor("lb01").directed().getFirst().backends())
        .extracting(Backend::eligibility)
        .containsOnly(Eligibility.IN_PLACE);
    assertThat(plan.intentFor("rs01").hosted().getFirst().directors())
        .containsExactly(
            new DirectorPeer(
                "lb01",
                List.of(
                    new DirectorPeer.Interface(
                        MacAddress.parse("00:00:5e:00:53:00"),
                        List.of(Subnet.parse("10.23.21.184/32"))))));
    assertThat(plan.cluster().report("rs01").orElseThrow().interfaces().getFirst().name())
        .isEqualTo("DEV");
  }

  @Test
  void aPlanFromFilesTakesTheReportsThatThereAre() {
    Translation plan = Translator.translate(running().snapshot().assumed());
    assertThat(plan.intentFor("rs01").hosted().getFirst().directors().getFirst().interfaces())
        .extracting(DirectorPeer.Interface::mac)
        .containsExactly(MacAddress.parse(LB01));
  }

  @Test
  void aGroupOpensThePortsOfItsVipsOrLeavesThemClosed() {
    IpAddress vip = IpAddress.parse("10.23.21.180");
    assertThat(running().translate().intentFor("lb01").openVips()).isEmpty();
    World open = running().with(group("default").with("spec.vipHostPorts", "Open"));
    assertThat(open.translate().intentFor("lb01").openVips()).containsExactly(vip);
    assertThat(open.translate().intentFor("rs01").openVips()).containsExactly(vip);
    assertThat(open.translate().intentFor(new ServiceRef("shop", "rs02")).openVips())
        .containsExactly(vip);
    World later = running().with(group("default").with("spec.vipHostPorts", "Ajar"));
    assertThat(later.translate().intentFor("lb01").openVips())
        .as("what a later version means by that is not known here")
        .isEmpty();
  }
}
