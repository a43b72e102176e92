package io.lvsoperator.translate;

import static io.lvsoperator.translate.Thing.director;
import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.node;
import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.report;
import static io.lvsoperator.translate.Thing.rule;
import static io.lvsoperator.translate.Thing.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Backend;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PartKey;
import io.lvsoperator.model.Persistence;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.SchedulerFlag;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Way;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From objects to the intent of each node. */
class TranslatorTest {
  private static final String LB01 = "02:00:00:00:00:01";
  private static final String PART = "[{vip: 10.23.21.180, mode: NAT, address: 10.23.190.76}]";

  /** What rs01 reports when it has its part in place for the service as it stands. */
  private static Thing inPlace() {
    return report("rs01", "02:00:00:00:00:02", "10.23.190.76")
        .with("status.parts", PART)
        .with("status.services", "[{namespace: shop, name: web, observedGeneration: 0}]");
  }

  /** The tutorial with a service, its two real servers, and every agent's report. */
  private static World running() {
    return World.tutorial()
        .with(
            service("web"),
            realServer("rs01", "10.23.190.76"),
            realServer("rs02", "10.23.122.152"),
            report("lb01", LB01, "10.23.21.184"),
            inPlace(),
            report("rs02", "02:00:00:00:00:03", "10.23.122.152"));
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
        Optional.of(
            eligibility == Eligibility.IN_PLACE
                ? Set.of(new Way(Mode.NAT, Optional.empty()))
                : Set.of()));
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
                    backend("rs02", "10.23.122.152", Eligibility.NOT_IN_PLACE)),
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
                new ServiceRef("shop", "web"),
                new ServiceRef("shop", "rs01"),
                new PartKey(
                    IpAddress.parse("10.23.21.180"), Mode.NAT, IpAddress.parse("10.23.190.76")),
                List.of(new PortMapping(Protocol.TCP, 80, 80)),
                List.of(
                    new DirectorPeer(
                        "lb01",
                        List.of(
                            new DirectorPeer.Interface(
                                MacAddress.parse(LB01),
                                List.of(Subnet.parse("10.23.21.184/16")))))),
                Duration.ofSeconds(60)));
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
  void destinationsThatADirectorStillHasKeepRealServersBusy() {
    Thing busy =
        report("lb01", LB01, "10.23.21.184")
            .with(
                "status.services",
                "[{namespace: shop, name: gone, destinations: [{vip: 10.23.21.9, protocol: TCP,"
                    + " virtualPort: 80, address: 10.23.190.76, port: 80, weight: 0}]}]");
    Intent.Use use =
        new Intent.Use("lb01", IpAddress.parse("10.23.21.9"), IpAddress.parse("10.23.190.76"));
    World world = running().with(busy);
    assertThat(world.intent("rs01").busyTowards()).containsExactly(use);
    World nodeless =
        new World(
            world.things().stream().filter(t -> !t.object().getKind().equals("Node")).toList());
    assertThat(nodeless.intent("rs01").busyTowards()).isEmpty();
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

  @Test
  void nothingIsKnownOfASilentNode() {
    assertThat(eligibility(running().silent())).isEqualTo(Eligibility.UNKNOWN);
    assertThat(eligibility(running().with(Thing.of("LvsNode", "rs01"))))
        .isEqualTo(Eligibility.UNKNOWN);
  }

  @Test
  void aPartForAnotherVipIsNotInPlace() {
    World world = running().with(service("web").with("spec.vip", "10.23.21.181"));
    assertThat(eligibility(world)).isEqualTo(Eligibility.NOT_IN_PLACE);
  }

  @Test
  void aPartInNatIsAboutThePortsThatItsServiceHadThen() {
    Thing earlier =
        inPlace().with("status.services", "[{namespace: shop, name: web, observedGeneration: 6}]");
    Thing edited = service("web").with("metadata.generation", "7");
    assertThat(eligibility(running().with(edited, earlier))).isEqualTo(Eligibility.UNKNOWN);
    Thing nothingOfIt = inPlace().with("status.services", "[]");
    assertThat(eligibility(running().with(nothingOfIt)))
        .as("another service has the part")
        .isEqualTo(Eligibility.UNKNOWN);
    Thing hidden = inPlace().with("status.parts", PART.replace("NAT", "DR"));
    assertThat(eligibility(running().with(edited.with("spec.mode", "DR"), hidden)))
        .as("a VIP is for all ports")
        .isEqualTo(Eligibility.IN_PLACE);
  }

  @Test
  void aPartInNatOrTunIsForTheDirectorsThatItNames() {
    Thing forAnother = inPlace().with("status.parts", PART.replace("}]", ", directors: [lb02]}]"));
    Thing forBoth =
        inPlace().with("status.parts", PART.replace("}]", ", directors: [lb01, lb02]}]"));
    assertThat(eligibility(running().with(forAnother))).isEqualTo(Eligibility.NOT_IN_PLACE);
    assertThat(inPlace(running().with(forAnother), "lb01")).isEmpty();
    assertThat(eligibility(running().with(forBoth))).isEqualTo(Eligibility.IN_PLACE);
    assertThat(inPlace(running().with(forBoth), "lb01")).hasSize(1);
    assertThat(eligibility(running())).as("an older agent").isEqualTo(Eligibility.IN_PLACE);
    World takenOver =
        running()
            .with(node("lb01", "10.23.21.184"), Thing.director("lb02", "10.23.21.185"), forAnother);
    assertThat(eligibility(takenOver)).isEqualTo(Eligibility.IN_PLACE);
  }

  private static Set<Way> inPlace(World world, String director) {
    return world.intent(director).directed().getFirst().backends().getFirst().inPlace().get();
  }

  @Test
  void whatANodeSaidOfDirectorsItHearsAgain() {
    Thing report = inPlace().with("status.parts", PART.replace("}]", ", directors: [lb01]}]"));
    Ownership.PartRef part = running().with(report).intent("rs01").hosted().getFirst().ref();
    assertThat(running().with(report).intent("rs01").told().promises(part, "lb01")).isTrue();
    assertThat(running().with(report).intent("rs01").told().promises(part, "lb02")).isFalse();
    assertThat(running().intent("rs01").told().promises(part, "lb01"))
        .as("a report that does not say")
        .isFalse();
  }

  @Test
  void whatADirectorCouldNotDeleteKeepsRealServersBusy() {
    Thing left =
        report("lb01", LB01, "10.23.21.184")
            .with("status.leftovers", "[{vip: 10.23.21.9, address: 10.23.190.76}, {vip: '?'}]");
    Intent.Use use =
        new Intent.Use("lb01", IpAddress.parse("10.23.21.9"), IpAddress.parse("10.23.190.76"));
    assertThat(running().with(left).intent("rs01").busyTowards()).containsExactly(use);
  }

  @Test
  void aDirectorThatLostItsLabelIsOneUntilItSaysThatItSendsNothing() {
    String still =
        "[{namespace: shop, name: web, destinations: [{vip: 10.23.21.180, address: 10.23.190.76}]}]";
    World moved =
        running().with(node("lb01", "10.23.21.184"), Thing.director("lb02", "10.23.21.185"));
    assertThat(directors(moved)).containsExactly("lb02");
    Thing report = report("lb01", LB01, "10.23.21.184").with("status.services", still);
    assertThat(directors(moved.with(report))).containsExactly("lb01", "lb02");
  }

  @Test
  void aDirectorIsOneForOthersWhenItReportsAsOne() {
    Thing before = report("lb01", LB01, "10.23.21.184").with("status.agentVersion", "1.0.0");
    assertThat(running().with(before).intent("rs01").succession())
        .isEqualTo(new Intent.Succession(Set.of("lb01"), Set.of("lb01")));
    Thing after = before.with("status.roles", "[Director]");
    assertThat(running().with(after).intent("rs01").succession())
        .isEqualTo(Intent.Succession.SETTLED);
    World moved = running().with(before, node("lb01", "10.23.21.184"));
    assertThat(moved.intent("rs01").succession())
        .as("it has lost its label")
        .isEqualTo(new Intent.Succession(Set.of(), Set.of("lb01")));
  }

  private static List<String> directors(World world) {
    return world.intent("rs01").hosted().getFirst().directors().stream()
        .map(d -> d.node())
        .toList();
  }

  @Test
  void whoHasNotReportedIsSilent() {
    assertThat(running().intent("rs01").silent()).isEmpty();
    assertThat(running().silent().intent("rs01").silent())
        .containsExactlyInAnyOrder("lb01", "rs01", "rs02");
  }

  @Test
  void aReportOfAnotherBootIsEvidenceOfAReboot() {
    Thing rebooted =
        node("rs01", "10.23.190.76").with("status.nodeInfo", "{bootID: b2, osImage: x}");
    Thing report = inPlace();
    assertThat(eligibility(running().with(rebooted, report.with("status.bootID", "b2"))))
        .isEqualTo(Eligibility.IN_PLACE);
    assertThat(eligibility(running().with(rebooted, report.with("status.bootID", "b1"))))
        .isEqualTo(Eligibility.NOT_IN_PLACE);
    assertThat(eligibility(running().with(rebooted, report))).isEqualTo(Eligibility.UNKNOWN);
    assertThat(eligibility(running().with(report.with("status.bootID", "b1"))))
        .isEqualTo(Eligibility.IN_PLACE);
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
