package io.lvsoperator.controller;

import static io.lvsoperator.translate.Thing.director;
import static io.lvsoperator.translate.Thing.node;
import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.report;
import static io.lvsoperator.translate.Thing.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.api.v1alpha1.RealServerServiceStatus;
import io.lvsoperator.api.v1alpha1.RealServerStatus;
import io.lvsoperator.status.Transition;
import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.World;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From verdicts and reports to conditions, as text. */
class PublicationsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  /** A service with a managed and an external real server, and what everybody says. */
  private static World running() {
    return World.tutorial()
        .with(
            service("web").with("metadata.generation", "3"),
            realServer("rs01", "10.23.190.76").with("metadata.generation", "2"),
            realServer("vm", "10.23.9.9").with("spec.management", "External"),
            lb01(entry("True", "Programmed", "", "10.23.190.76", "10.23.9.9")),
            rs01())
        .acknowledged("lb01", "rs01");
  }

  private static Thing rs01() {
    return report("rs01", "02:00:00:00:00:02", "10.23.190.76");
  }

  private static Thing lb01(String services) {
    return report("lb01", "02:00:00:00:00:01", "10.23.21.184")
        .with("status.vips", "[{address: 10.23.21.180, use: Placed}]")
        .with("status.services", "[" + services + "]");
  }

  private static String entry(String programmed, String reason, String message, String... servers) {
    String destinations =
        List.of(servers).stream()
            .map(
                server ->
                    "{vip: 10.23.21.180, virtualPort: 80, address: " + server + ", weight: 1}")
            .collect(Collectors.joining(", "));
    return ("{namespace: shop, name: web, observedGeneration: 3, programmed: '%s', reason: %s,"
            + " message: '%s', destinations: [%s]}")
        .formatted(programmed, reason, message, destinations);
  }

  private static Publication publication(World world, String object) {
    return Publications.of(world.translate(), NOW).stream()
        .filter(p -> p.toString().equals(object))
        .findFirst()
        .orElseThrow();
  }

  private static LvsServiceStatus web(World world) {
    return (LvsServiceStatus) publication(world, "LvsService shop/web").after();
  }

  private static RealServerStatus server(World world, String name) {
    return (RealServerStatus) publication(world, "RealServer shop/" + name).after();
  }

  private static DirectorGroupStatus group(World world) {
    return (DirectorGroupStatus) publication(world, "DirectorGroup default").after();
  }

  private static List<String> text(List<Condition> conditions) {
    return conditions.stream()
        .map(
            c ->
                Bench.text(c)
                    + "@"
                    + c.observedGeneration().orElse(-1L)
                    + (c.message().isEmpty() ? "" : " (" + c.message() + ")"))
        .toList();
  }

  private static List<String> member(World world, String name) {
    return server(world, name).services().stream()
        .map(RealServerServiceStatus::conditions)
        .flatMap(conditions -> text(conditions).stream())
        .toList();
  }

  /** The service is edited into nonsense, and the director says that it goes on as before. */
  private static World badlyEdited() {
    String said = entry("True", "LastAccepted", "why", "10.23.190.76", "10.23.9.9");
    return running()
        .with(
            service("web")
                .with("metadata.uid", "uid-web")
                .with("metadata.generation", "4")
                .with("spec.scheduler", "best")
                .with("status.vip", "10.23.21.180"),
            lb01(said.replace("observedGeneration: 3", "observedGeneration: 4")));
  }

  @Test
  void aBadEditIsSaidAndWhatIsInForceToo() {
    World before = running().with(service("web").with("metadata.uid", "uid-web"));
    LvsServiceStatus status =
        Publications.of(badlyEdited().after(before), NOW).stream()
            .filter(p -> p.toString().equals("LvsService shop/web"))
            .map(p -> (LvsServiceStatus) p.after())
            .findFirst()
            .orElseThrow();
    assertThat(text(status.conditions()))
        .containsExactly(
            "Accepted=False UnsupportedValue@4 (this version does not know spec.scheduler"
                + " \"best\": use another value, or update lvs-operator (the last accepted spec"
                + " stays in force))",
            "ResolvedRefs=True Resolved@4",
            "Programmed=True LastAccepted@4 (director lb01: why)",
            "Ready=False UnsupportedValue@4 (this version does not know spec.scheduler \"best\":"
                + " use another value, or update lvs-operator (the last accepted spec stays in"
                + " force))",
            "Degraded=False Ready@4");
    assertThat(status.vip()).contains("10.23.21.180");
    assertThat(status.director()).contains("lb01");
    assertThat(status.acceptedSpec())
        .hasValueSatisfying(
            spec -> assertThat(spec).contains("10.23.21.180").doesNotContain("best"));
  }

  @Test
  void aControllerThatHasJustBegunBelievesTheDirectorWhatIsInForce() {
    LvsServiceStatus status = web(badlyEdited());
    assertThat(text(status.conditions()))
        .contains("Programmed=True LastAccepted@4 (director lb01: why)")
        .anyMatch(c -> c.startsWith("Accepted=False UnsupportedValue@4"));
    assertThat(status.vip()).contains("10.23.21.180");
    assertThat(status.director()).contains("lb01");
  }

  @Test
  void aServiceThatWorks() {
    LvsServiceStatus status = web(running());
    assertThat(text(status.conditions()))
        .containsExactly(
            "Accepted=True Accepted@3",
            "ResolvedRefs=True Resolved@3",
            "Programmed=True Programmed@3",
            "Ready=True Ready@3 (2/2 real servers are eligible)",
            "Degraded=False Ready@3");
    assertThat(status.observedGeneration()).contains(3L);
    assertThat(status.vip()).contains("10.23.21.180");
    assertThat(status.portsSummary()).contains("80/TCP");
    assertThat(status.realServersSummary()).contains("2/2");
    assertThat(status.director()).contains("lb01");
  }

  private static final String OWNER =
      "its owner sets it up, with what 'lvs-operator plan --real-server shop/vm' prints";

  @Test
  void itsRealServers() {
    assertThat(text(server(running(), "rs01").conditions()))
        .containsExactly("Accepted=True Accepted@2", "Ready=True Ready@2");
    assertThat(server(running(), "rs01").nodeName()).contains("rs01");
    assertThat(member(running(), "rs01"))
        .containsExactly(
            "ResolvedRefs=True Resolved@2",
            "Configured=True Configured@2",
            "Programmed=True Programmed@2 (weight 1 on director lb01)",
            "Ready=True Ready@2");
    assertThat(text(server(running(), "vm").conditions()))
        .containsExactly("Accepted=True Accepted@0", "Ready=True External@0 (" + OWNER + ")");
    assertThat(member(running(), "vm"))
        .containsExactly(
            "ResolvedRefs=True Resolved@0",
            "Configured=Unknown External@0 (" + OWNER + ")",
            "Programmed=True Programmed@0 (weight 1 on director lb01)",
            "Ready=True External@0 (" + OWNER + ")");
  }

  @Test
  void aReportOfAnOlderGenerationIsSaidToBeThat() {
    World edited = running().with(service("web").with("metadata.generation", "4"));
    assertThat(text(web(edited).conditions()))
        .contains("Accepted=True Accepted@4", "Programmed=True Programmed@3")
        .contains("Ready=True Ready@3 (2/2 real servers are eligible)");
    assertThat(web(edited).observedGeneration()).contains(3L);
  }

  @Test
  void aRefusalOfAnOlderGenerationIsNoVerdictOnTheNewOne() {
    World world =
        running()
            .with(
                service("web").with("metadata.generation", "4"),
                lb01(entry("False", "PortInUse", "taken")));
    assertThat(text(web(world).conditions()))
        .contains(
            "Accepted=True Accepted@4",
            "Programmed=False PortInUse@3 (director lb01: taken)",
            "Ready=False PortInUse@3 (director lb01: taken)");
  }

  @Test
  void aServiceThatIsRefused() {
    World world = running().with(service("web").with("spec.vip", "127.0.0.1"));
    assertThat(text(web(world).conditions()))
        .containsExactly(
            "Accepted=False NotAllowed@0 (spec.vip 127.0.0.1 is a loopback address, which is never a"
                + " VIP)",
            "ResolvedRefs=Unknown NotAllowed@0 (not looked at while the service is not accepted)",
            "Programmed=False NotAllowed@0 (the service is not accepted)",
            "Ready=False NotAllowed@0 (spec.vip 127.0.0.1 is a loopback address, which is never a"
                + " VIP)");
    assertThat(web(world).vip()).isEmpty();
    assertThat(web(world).director()).isEmpty();
    assertThat(web(world).realServersSummary()).isEmpty();
    assertThat(text(server(world, "rs01").conditions()))
        .contains("Ready=True NotSelected@2 (no accepted LvsService selects it)");
  }

  @Test
  void aServiceWhoseDirectorIsSilent() {
    World world = running().silent();
    assertThat(text(web(world).conditions()))
        .contains(
            "Programmed=Unknown Pending@3 (director lb01 has not reported about it yet)",
            "Ready=Unknown Pending@3 (director lb01 has not reported about it yet)");
    assertThat(member(world, "rs01"))
        .contains(
            "Configured=Unknown Pending@2 (Node rs01 has not acknowledged yet what director lb01 asks of it)");
    assertThat(text(group(world).conditions()))
        .contains("Ready=Unknown Pending@0 (the agent on Node lb01 has not reported yet)");
  }

  private static String draining(String more) {
    return ("{namespace: shop, name: web, observedGeneration: 3, programmed: 'True',"
            + " reason: Programmed, message: '', destinations: [{vip: 10.23.21.180, virtualPort:"
            + " 80, address: 10.23.190.76, weight: 0%s}]}")
        .formatted(more);
  }

  private static World annotated(String state, String more) {
    return running()
        .with(
            node("rs01", "10.23.190.76")
                .with("metadata.annotations", "{lvsoperator.io/state: " + state + "}"),
            lb01(draining(more)));
  }

  @Test
  void aDrainSaysWhoWantsItAndWhatIsLeft() {
    String why = " (it gets no new connections by annotation lvsoperator.io/state of Node rs01; ";
    World begun = annotated("Draining", ", drain: {connections: 3}");
    assertThat(text(server(begun, "rs01").conditions()))
        .contains("Ready=True Draining@2" + why + "3 connections left on director lb01)");
    assertThat(publication(begun, "RealServer shop/rs01").transitions())
        .contains(
            new Transition(
                false,
                "Draining",
                "it gets no new connections by annotation lvsoperator.io/state of Node rs01;"
                    + " 3 connections left on director lb01"));
    assertThat(text(server(annotated("Draining", ""), "rs01").conditions()))
        .contains("Ready=True Drained@2" + why + "no connections left on director lb01)");
    assertThat(
            text(
                server(
                        annotated(
                            "OutOfService",
                            ", drain: {connections: 1, until: '2026-11-22T10:01:00Z'}"),
                        "rs01")
                    .conditions()))
        .contains(
            "Ready=True OutOfService@2 (it is out of service by annotation lvsoperator.io/state of"
                + " Node rs01; 1 connection left on director lb01, removed by"
                + " 2026-11-22T10:01:00Z)");
  }

  @Test
  void anUnknownStateIsSaidAndDoesNothing() {
    assertThat(text(server(annotated("Off", ""), "rs01").conditions()).getFirst())
        .isEqualTo(
            "Accepted=True Accepted@2 (annotation lvsoperator.io/state of Node rs01 is \"Off\","
                + " none of InService, Draining, OutOfService, and does nothing)");
  }

  @Test
  void aPausedGroupSaysSo() {
    assertThat(text(group(running()).conditions())).noneMatch(c -> c.startsWith("Paused"));
    assertThat(text(group(running().with(paused("'true'"))).conditions()))
        .contains(
            "Paused=True Paused@0 (its directors, and the nodes of its services' real servers,"
                + " change nothing in their kernels)");
    assertThat(text(group(running().with(paused("'on'"))).conditions()))
        .contains(
            "Paused=False UnsupportedValue@0 (annotation lvsoperator.io/paused of DirectorGroup"
                + " default is \"on\", none of true, false, and does nothing)");
  }

  private static Thing paused(String value) {
    return Thing.group("default")
        .with("metadata.annotations", "{lvsoperator.io/paused: " + value + "}");
  }

  private static final String SILENT =
      "[{type: AgentAlive, status: Unknown, reason: AgentSilent, message: '',"
          + " lastTransitionTime: '2026-11-22T09:00:00Z'}]";
  private static final String FOR_40_S =
      ": its agent has not renewed its Lease for 40 s: what it reported last may be out of date, and"
          + " stays in force)";

  @Test
  void whatADirectorWithASilentAgentReportedIsNotSureAndNobodyIsTakenOut() {
    World world =
        running()
            .with(
                lb01(entry("True", "Programmed", "", "10.23.190.76", "10.23.9.9"))
                    .with("status.conditions", SILENT));
    assertThat(text(web(world).conditions()))
        .contains("Accepted=True Accepted@3", "ResolvedRefs=True Resolved@3")
        .contains("Programmed=Unknown AgentSilent@3 (director lb01" + FOR_40_S)
        .contains("Ready=Unknown AgentSilent@3 (director lb01" + FOR_40_S);
    assertThat(web(world).director()).contains("lb01");
    assertThat(web(world).realServersSummary()).contains("2/2");
    assertThat(member(world, "vm"))
        .contains("Programmed=Unknown AgentSilent@0 (director lb01" + FOR_40_S)
        .contains("Configured=Unknown External@0 (" + OWNER + ")");
    assertThat(text(group(world).conditions()))
        .contains("Ready=Unknown AgentSilent@0 (director lb01" + FOR_40_S);
    assertThat(world.intent("lb01")).isEqualTo(running().intent("lb01"));
    assertThat(world.intent("rs01")).isEqualTo(running().intent("rs01"));
  }

  @Test
  void aRealServerWithASilentAgentIsNotSureAndKeepsItsConnections() {
    World world = running().with(rs01().with("status.conditions", SILENT));
    assertThat(text(web(world).conditions()))
        .contains("Programmed=True Programmed@3", "Degraded=False Ready@3");
    assertThat(web(world).realServersSummary()).contains("2/2");
    assertThat(member(world, "rs01"))
        .contains("Configured=Unknown AgentSilent@2 (Node rs01" + FOR_40_S)
        .contains("Programmed=Unknown AgentSilent@2 (Node rs01" + FOR_40_S)
        .contains("Ready=Unknown AgentSilent@2 (Node rs01" + FOR_40_S);
    assertThat(text(server(world, "rs01").conditions()))
        .contains("Ready=Unknown AgentSilent@2 (Node rs01" + FOR_40_S);
    assertThat(world.intent("lb01")).isEqualTo(running().intent("lb01"));
  }

  @Test
  void aVipThatIsNotThereYet() {
    World world =
        running()
            .with(
                lb01(entry("True", "Programmed", "", "10.23.190.76", "10.23.9.9"))
                    .with("status.vips", "[]"));
    assertThat(text(web(world).conditions()))
        .contains("Ready=False Pending@3 (10.23.21.180 is not on director lb01)");
    assertThat(web(world).director()).isEmpty();
  }

  @Test
  void aVipThatIsTheDirectorsOwnIsThereToo() {
    World world =
        running()
            .with(
                lb01(entry("True", "Programmed", "", "10.23.190.76", "10.23.9.9"))
                    .with("status.vips", "[{address: 10.23.21.180, use: Own}]"));
    assertThat(web(world).director()).contains("lb01");
  }

  @Test
  void fewerThanAllIsDegraded() {
    World world = running().with(lb01(entry("True", "Programmed", "", "10.23.190.76")));
    assertThat(text(web(world).conditions()))
        .contains(
            "Ready=True Ready@3 (1/2 real servers are eligible)",
            "Degraded=True Pending@3 (vm: Pending, director lb01 sends it nothing yet)");
  }

  @Test
  void whatIsNotInPlaceIsExplainedByItsNode() {
    World world = excepted(running().intent("rs01").hosted().getFirst().id());
    assertThat(member(world, "rs01"))
        .contains(
            "Configured=False Pending@2 (Node rs01: KernelRefused: nft: no)",
            "Ready=False Pending@2 (Node rs01: KernelRefused: nft: no)");
    assertThat(text(server(world, "rs01").conditions()))
        .contains("Ready=False Pending@2 (in LvsService web: Node rs01: KernelRefused: nft: no)");
    assertThat(member(excepted("all"), "rs01"))
        .contains("Configured=False Pending@2 (Node rs01: KernelRefused: nft: no)");
    assertThat(member(excepted("0000000000000000"), "rs01"))
        .as("about another service")
        .contains("Configured=True Configured@2");
  }

  private static World excepted(String id) {
    return running().with(answer().with("status.exceptions", exception(id)));
  }

  private static Thing answer() {
    return World.acknowledgement(running().request("lb01", "rs01"), "lb01", "rs01");
  }

  private static String exception(String id) {
    return "[{id: '%s', reason: KernelRefused, message: 'nft: no'}]".formatted(id);
  }

  @Test
  void aNodeThatHasBootedIsWaitedFor() {
    Thing booted = node("rs01", "10.23.190.76").with("status.nodeInfo", "{bootID: b2, osImage: x}");
    String why = " (Node rs01 has booted and not acknowledged yet what director lb01 asks of it)";
    assertThat(member(running().with(booted), "rs01"))
        .contains("Configured=False Pending@2" + why, "Ready=False Pending@2" + why);
  }

  @Test
  void oneThatHasNotAnsweredYetKeepsItsConnections() {
    World world = running();
    World unanswered = world.with(world.request("lb01", "rs01"));
    assertThat(text(web(unanswered).conditions()))
        .contains("Ready=True Ready@3 (2/2 real servers are eligible)");
    assertThat(member(unanswered, "rs01"))
        .contains(
            "Configured=Unknown Pending@2 (Node rs01 has not acknowledged yet what director lb01 asks of it)");
  }

  @Test
  void aDirectorNeedNotAskItselfAsARealServer() {
    World world =
        running()
            .with(
                realServer("lb01", "10.23.21.184"),
                lb01(entry("True", "Programmed", "", "10.23.21.184")));
    assertThat(member(world, "lb01"))
        .contains(
            "Configured=True Configured@0",
            "Programmed=True Programmed@0 (weight 1 on director lb01)",
            "Ready=True Ready@0");
    World without = world.with(lb01(entry("True", "Programmed", "")));
    assertThat(member(without, "lb01")).anyMatch(c -> c.startsWith("Configured=Unknown Pending@0"));
  }

  @Test
  void aReportWithoutRoomForAllDestinationsLeavesOpenWhatItDoesNotName() {
    String cut =
        entry("True", "Programmed", "", "10.23.190.76").replace("]}", "], destinationsOmitted: 1}");
    World world = running().with(lb01(cut));
    String noRoom = "director lb01 has more destinations than its report has room for";
    assertThat(member(world, "vm"))
        .contains("Programmed=Unknown TooLong@0 (" + noRoom + ")")
        .anyMatch(c -> c.startsWith("Ready=True External@0"));
    assertThat(web(world).realServersSummary()).contains("2/2");
    Thing leaves = realServer("rs01", "10.23.190.76").with("spec.weight", "0");
    World drains = world.with(leaves, lb01(cut.replace("weight: 1", "weight: 0")));
    assertThat(text(server(drains, "rs01").conditions()))
        .as("another port may have connections")
        .contains(
            "Ready=True Draining@0 (it gets no new connections by its owner's wish; "
                + noRoom
                + ")");
  }

  @Test
  void aReportWithoutRoomForAllVipsOrServicesLeavesThemOpen() {
    Thing noVips =
        lb01(entry("True", "Programmed", "", "10.23.190.76", "10.23.9.9"))
            .with("status.vips", "[]")
            .with("status.omitted", "[VIPs]");
    assertThat(web(running().with(noVips)).director()).contains("lb01");
    assertThat(text(web(running().with(noVips)).conditions()))
        .contains("Ready=True Ready@3 (2/2 real servers are eligible)");
    Thing noServices = lb01("").with("status.omitted", "[Services]");
    assertThat(text(web(running().with(noServices)).conditions()))
        .contains(
            "Programmed=Unknown Pending@3 (director lb01 has more services than its report has room"
                + " for: it may be programmed)");
    assertThat(member(running().with(noServices), "vm"))
        .anyMatch(c -> c.startsWith("Programmed=Unknown TooLong@0"));
  }

  @Test
  void noneEligible() {
    World world = running().with(lb01(entry("True", "Programmed", "")));
    assertThat(text(web(world).conditions()))
        .contains(
            "Ready=False NoEligibleRealServers@3 (rs01: Pending, director lb01 sends it nothing yet;"
                + " vm: Pending, director lb01 sends it nothing yet)");
  }

  @Test
  void longListsAreCounted() {
    World world = World.tutorial().with(service("web"));
    for (Thing thing :
        IntStream.range(10, 22)
            .mapToObj(i -> realServer("s" + i, "10.99.0." + i).with("spec.management", "External"))
            .toList()) {
      world = world.with(thing);
    }
    Condition resolved = web(world).conditions().get(1);
    assertThat(Bench.text(resolved)).isEqualTo("ResolvedRefs=False NotAllowed");
    assertThat(resolved.message()).startsWith("s10: NotAllowed, ").endsWith("; and 4 more");
  }

  @Test
  void drainedAndOutOfServiceAreAsWished() {
    World world =
        running()
            .with(
                realServer("rs01", "10.23.190.76").with("spec.weight", "0"),
                realServer("vm", "10.23.9.9")
                    .with("spec.management", "External")
                    .with("spec.state", "OutOfService"),
                lb01(entry("True", "Programmed", "", "10.23.190.76")));
    assertThat(text(server(world, "rs01").conditions()))
        .contains("Ready=True Draining@0 (it gets no new connections by its owner's wish)");
    assertThat(text(server(world, "vm").conditions()))
        .contains("Ready=True OutOfService@0 (its owner has taken it out of service)");
    assertThat(member(world, "vm"))
        .contains("Programmed=False OutOfService@0 (director lb01 does not have it)");
    assertThat(text(web(world).conditions())).anyMatch(c -> c.startsWith("Ready=False NoElig"));
  }

  @Test
  void aGroupOfSeveralSaysWhoStandsBy() {
    World world = running().with(director("lb02", "10.23.21.185"));
    assertThat(text(group(world).conditions()))
        .containsExactly(
            "Accepted=True Accepted@0",
            "Ready=True Ready@0 (lb01 holds the VIPs, because its Node is the oldest; 1 more stand"
                + " by until directors can share VIPs)");
    assertThat(group(world).directorsSummary()).contains("lb01,lb02");
    assertThat(group(world).vipsSummary()).contains("10.23.21.180");
  }

  @Test
  void aGroupWhoseHolderIsUnwell() {
    World world =
        running()
            .with(
                lb01(entry("True", "Programmed", ""))
                    .with(
                        "status.conditions",
                        "[{type: Ready, status: 'False', reason: KernelRefused, message: no}]"));
    assertThat(text(group(world).conditions()))
        .contains("Ready=False KernelRefused@0 (director lb01: no)");
  }

  @Test
  void aGroupWithoutNodes() {
    World world = running().with(node("lb01", "10.23.21.184"));
    assertThat(text(group(world).conditions()))
        .contains("Ready=False NoDirectors@0 (no Node has the labels of spec.nodeSelector)");
    assertThat(group(world).holder()).isEmpty();
    assertThat(text(web(world).conditions()))
        .contains("Programmed=False NoDirectors@3 (DirectorGroup default selects no Node)");
  }

  @Test
  void aSummaryThatWouldBeTooLongIsANumber() {
    World world = World.tutorial();
    for (int i = 0; i < 50; i++) {
      world = world.with(director("director-with-a-long-name-" + i, "10.23.30." + i));
    }
    assertThat(group(world).directorsSummary()).contains("51 in all");
    assertThat(group(world).directors()).hasSize(51);
  }

  @Test
  void whatIsPublishedAlreadyIsNoChange() {
    World first = running();
    List<Publication> all = Publications.of(first.translate(), NOW);
    assertThat(all).hasSize(4).allMatch(Publication::isChange);
    World second = first;
    for (Publication p : all) {
      second = published(second, p);
    }
    assertThat(Publications.of(second.translate(), NOW.plusSeconds(60)))
        .hasSize(4)
        .noneMatch(Publication::isChange)
        .allMatch(p -> p.transitions().isEmpty());
  }

  private static World published(World world, Publication publication) {
    String json =
        new io.fabric8.kubernetes.client.utils.KubernetesSerialization()
            .asJson(publication.after());
    return new World(
        world.things().stream()
            .map(
                thing ->
                    thing.kind().getSimpleName().equals(publication.kind())
                            && thing.fields().get("metadata.name").equals(publication.name().name())
                        ? thing.with("status", json)
                        : thing)
            .toList());
  }

  @Test
  void theFirstLookTellsWhatIsWrongAndWhatWorks() {
    assertThat(publication(running(), "LvsService shop/web").transitions())
        .containsExactly(new Transition(false, "Ready", "2/2 real servers are eligible"));
    World refused = running().with(Thing.group("default").with("spec.allow", "[]"));
    assertThat(publication(refused, "LvsService shop/web").transitions())
        .extracting(Transition::reason)
        .containsExactly("NotAllowed");
  }
}
