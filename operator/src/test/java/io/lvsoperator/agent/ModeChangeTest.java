package io.lvsoperator.agent;

import static io.lvsoperator.agent.Fleet.DIRECTOR;
import static io.lvsoperator.agent.Fleet.REAL_SERVERS;
import static io.lvsoperator.agent.Fleet.node;
import static io.lvsoperator.agent.Fleet.realServer;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.api.v1alpha1.NodeService;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.translate.Thing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A live service changes its mode, seen by a director and two real servers that know of each other
 * only by reports. {@link Fleet} checks after every single change that no client would notice.
 */
class ModeChangeTest {
  private static final List<Mode> MODES = List.of(Mode.values());

  private Fleet fleet;

  private static Thing[] objects(Mode mode, int generation) {
    return Stream.concat(machines(), Stream.of(web(mode, generation))).toArray(Thing[]::new);
  }

  private static Stream<Thing> machines() {
    return Stream.of(
        Thing.group("default"),
        node("lb01"),
        node("rs01"),
        node("rs02"),
        realServer("rs01"),
        realServer("rs02"));
  }

  private static Thing web(Mode mode, int generation) {
    return Thing.service("web")
        .with("metadata.generation", String.valueOf(generation))
        .with("spec.mode", mode.name());
  }

  private Fleet serving(Mode mode) {
    fleet = new Fleet(objects(mode, 1)).settle();
    assertThat(fleet.weights()).containsValues(1, 1).hasSize(2);
    return fleet;
  }

  private String ways() {
    List<String> ways = new ArrayList<>();
    fleet.destinations().forEach(d -> ways.add(d.forwarding().option() + " " + d.weight()));
    return String.join(", ", ways);
  }

  private NodeService said() {
    return fleet.report(DIRECTOR).orElseThrow().services().getFirst();
  }

  static Stream<Arguments> changes() {
    return MODES.stream()
        .flatMap(from -> MODES.stream().filter(to -> to != from).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void noClientNoticesInWhateverOrderTheAgentsPass(Mode from, Mode to) {
    for (int seed = 0; seed < 10; seed++) {
      serving(from);
      Random random = new Random(seed);
      fleet.declare(objects(to, 2));
      for (int step = 0; step < 12; step++) {
        List<String> nodes = List.of("lb01", "rs01", "rs02");
        fleet.pass(nodes.get(random.nextInt(nodes.size())));
        fleet.later(Duration.ofSeconds(random.nextInt(4)));
      }
      fleet.settle();
      assertEndsLike(to);
    }
  }

  /** Nothing of the old mode is left anywhere. */
  private void assertEndsLike(Mode to) {
    Fleet fresh = new Fleet(objects(to, 1)).settle();
    for (String name : List.of("lb01", "rs01", "rs02")) {
      assertThat(fleet.kernel(name).dump()).as(name).isEqualTo(fresh.kernel(name).dump());
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void everythingIsGivenBackAfterIt(Mode from, Mode to) {
    Fleet untouched = new Fleet();
    serving(from).declare(objects(to, 2));
    REAL_SERVERS.forEach(fleet::pass);
    fleet.pass(DIRECTOR);
    fleet.out().declare(machines().toArray(Thing[]::new)).settle();
    for (String name : List.of("lb01", "rs01", "rs02")) {
      assertThat(fleet.kernel(name).dump()).isEqualTo(untouched.kernel(name).dump());
      assertThat(fleet.ownership(name)).isEqualTo(Ownership.NONE);
    }
  }

  @Test
  void theDirectorWaitsForTheLastRealServerAndSaysForWhom() {
    serving(Mode.NAT).declare(objects(Mode.DR, 2)).pass(DIRECTOR);
    assertThat(ways()).isEqualTo("-m 1, -m 1");
    fleet.pass("rs01");
    assertThat(fleet.comesBack("rs01")).as("both parts").isTrue();
    assertThat(fleet.hides("rs01")).as("both parts").isTrue();
    fleet.pass(DIRECTOR);
    assertThat(ways()).isEqualTo("-m 1, -m 1");
    assertThat(said().programmed().text()).isEqualTo("True");
    assertThat(said().reason()).isEqualTo("ModeChanging");
    assertThat(said().message())
        .isEqualTo(
            "goes on by NAT until all real servers have DR in place: waiting for shop/rs02; if another is ready, those that are not after 60 s get weight 0");
    fleet.pass("rs02");
    fleet.pass(DIRECTOR);
    assertThat(ways()).isEqualTo("-g 1, -g 1");
    fleet.pass(DIRECTOR);
    assertThat(said().reason()).isEqualTo("Programmed");
    assertThat(fleet.ownership(DIRECTOR).modeChanges()).isEmpty();
  }

  @Test
  void connectionsOfTheOldModeKeepTheirWayForAWhile() {
    serving(Mode.NAT);
    var web = new VirtualServerKey.Endpoint(Fleet.VIP, Protocol.TCP, 80);
    var rs01 = new Destination.Key(Fleet.address("rs01"), 80);
    fleet.kernel(DIRECTOR).ipvs.connections(web, rs01, 1);
    switchTo(Mode.DR);
    fleet.pass(DIRECTOR);
    fleet.later(Duration.ofSeconds(59)).pass(DIRECTOR);
    REAL_SERVERS.forEach(fleet::pass);
    assertThat(fleet.comesBack("rs01")).isTrue();
    assertThat(fleet.comesBack("rs02")).as("nobody is connected to it").isFalse();
    assertThat(fleet.kernel(DIRECTOR).parameters.get(Sysctl.forwarding("eth0"))).isEqualTo("1");
    fleet.later(Duration.ofSeconds(1)).pass(DIRECTOR);
    REAL_SERVERS.forEach(fleet::pass);
    assertThat(fleet.comesBack("rs01")).isFalse();
    assertThat(fleet.kernel(DIRECTOR).parameters.get(Sysctl.forwarding("eth0"))).isEqualTo("0");
  }

  @Test
  void drHasANextHopOfItsOwnWhileConnectionsOfAnotherModeLive() {
    serving(Mode.NAT).declare(objects(Mode.DR, 2)).pass(DIRECTOR);
    String route = "ip route 10.23.190.76/32 via 10.23.190.76 dev eth0 table 254 proto 76";
    assertThat(fleet.kernel(DIRECTOR).dump()).as("before destinations change").contains(route);
    REAL_SERVERS.forEach(fleet::pass);
    fleet.pass(DIRECTOR);
    assertThat(ways()).isEqualTo("-g 1, -g 1");
    assertThat(fleet.kernel(DIRECTOR).dump()).contains(route);
    var web = new VirtualServerKey.Endpoint(Fleet.VIP, Protocol.TCP, 80);
    var rs01 = new Destination.Key(Fleet.address("rs01"), 80);
    fleet.kernel(DIRECTOR).ipvs.connections(web, rs01, 1);
    fleet.pass(DIRECTOR);
    fleet.later(Duration.ofSeconds(61)).pass(DIRECTOR);
    assertThat(fleet.kernel(DIRECTOR).dump())
        .as("nobody knows which mode they are of")
        .contains(route)
        .doesNotContain("ip route 10.23.122.152/32");
    fleet.kernel(DIRECTOR).ipvs.connections(web, rs01, 0);
    fleet.pass(DIRECTOR);
    assertThat(fleet.kernel(DIRECTOR).dump()).doesNotContain(route);
  }

  @ParameterizedTest
  @EnumSource(value = Mode.class, names = "FULLNAT", mode = EnumSource.Mode.EXCLUDE)
  void conntrackGoesOnToWriteTheSourcesOfConnectionsOfFullnatForAWhile(Mode to) {
    serving(Mode.FULLNAT);
    var web = new VirtualServerKey.Endpoint(Fleet.VIP, Protocol.TCP, 80);
    var rs01 = new Destination.Key(Fleet.address("rs01"), 80);
    fleet.kernel(DIRECTOR).ipvs.connections(web, rs01, 1);
    switchTo(to);
    fleet.pass(DIRECTOR);
    assertThat(fleet.kernel(DIRECTOR).dump())
        .contains("source-nat ct status snat accept")
        .doesNotContain("masquerade");
    boolean untracked = to == Mode.DR || to == Mode.TUN;
    assertThat(directorHas(PacketRule.Untracked.class)).isFalse();
    assertThat(directorHas(PacketRule.UntrackedHandshake.class)).isEqualTo(untracked);
    fleet.later(Duration.ofSeconds(61)).pass(DIRECTOR);
    assertThat(directorHas(PacketRule.KeepSources.class)).isFalse();
    assertThat(directorHas(PacketRule.UntrackedHandshake.class)).isFalse();
    assertThat(directorHas(PacketRule.Untracked.class)).isEqualTo(untracked);
  }

  /** The director asks, the real servers answer, the director changes the mode. */
  private void switchTo(Mode mode) {
    fleet.declare(objects(mode, 2)).pass(DIRECTOR);
    REAL_SERVERS.forEach(fleet::pass);
    fleet.pass(DIRECTOR);
  }

  private boolean directorHas(Class<? extends PacketRule> kind) {
    return Fleet.does(fleet.kernel(DIRECTOR), kind, _ -> true);
  }

  @Test
  void fullnatWritesOnlySourcesOfNewConnectionsWhileThereMayBeSomeOfNat() {
    serving(Mode.NAT);
    var web = new VirtualServerKey.Endpoint(Fleet.VIP, Protocol.TCP, 80);
    var rs01 = new Destination.Key(Fleet.address("rs01"), 80);
    fleet.kernel(DIRECTOR).ipvs.connections(web, rs01, 1);
    switchTo(Mode.FULLNAT);
    fleet.pass(DIRECTOR);
    String all = "translated ct state new ip daddr";
    String beginnings = "translated tcp flags & (syn | ack) == syn ct state new ip daddr";
    assertThat(fleet.kernel(DIRECTOR).dump()).contains(beginnings).doesNotContain(all);
    fleet.later(Duration.ofSeconds(61)).pass(DIRECTOR);
    assertThat(fleet.kernel(DIRECTOR).dump()).contains(all).doesNotContain(beginnings);
  }

  @Test
  void goesOnWithoutARealServerThatIsNeverReady() {
    serving(Mode.NAT).declare(objects(Mode.DR, 2)).pass(DIRECTOR);
    fleet.pass("rs01");
    fleet.later(Duration.ofSeconds(59)).pass(DIRECTOR);
    assertThat(ways()).isEqualTo("-m 1, -m 1");
    fleet.restart(DIRECTOR);
    fleet.later(Duration.ofSeconds(2)).pass(DIRECTOR);
    assertThat(ways())
        .as("rs02 keeps its way for the connections that it has")
        .contains("-g 1", "-m 0");
    fleet.pass("rs02");
    fleet.pass(DIRECTOR);
    assertThat(ways()).isEqualTo("-g 1, -g 1");
  }

  @Test
  void goesOnInTheOldModeForEverWhereNoneIsReady() {
    serving(Mode.NAT);
    REAL_SERVERS.forEach(s -> fleet.kernel(s).parameters.put(Sysctl.arpIgnore("all"), "3"));
    fleet.declare(objects(Mode.DR, 2)).settle();
    fleet.later(Duration.ofHours(5)).settle();
    assertThat(ways()).isEqualTo("-m 1, -m 1");
    assertThat(fleet.comesBack("rs01")).isTrue();
    assertThat(said().message()).contains("waiting for shop/rs01, shop/rs02");
    REAL_SERVERS.forEach(s -> fleet.kernel(s).parameters.put(Sysctl.arpIgnore("all"), "0"));
    fleet.settle();
    assertThat(ways()).isEqualTo("-g 1, -g 1");
  }

  @Test
  void aRealServerKeepsBothPartsAsLongAsItsDirectorAsksForBoth() {
    serving(Mode.NAT).declare(objects(Mode.DR, 2)).pass(DIRECTOR);
    fleet.out().pass("rs01");
    fleet.later(Duration.ofHours(24)).pass("rs01");
    assertThat(fleet.comesBack("rs01")).isTrue();
    assertThat(fleet.hides("rs01")).isTrue();
  }

  @Test
  void aRealServerThatHasBootedSinceHoldsNobodyUp() {
    serving(Mode.NAT);
    Thing booted = node("rs02").with("status.nodeInfo", "{bootID: another}");
    fleet.declare(
        Stream.concat(
                Stream.of(objects(Mode.DR, 2)).filter(t -> !t.equals(node("rs02"))),
                Stream.of(booted))
            .toArray(Thing[]::new));
    fleet.pass(DIRECTOR);
    fleet.pass("rs01");
    fleet.pass(DIRECTOR);
    assertThat(fleet.destinations())
        .anyMatch(d -> d.forwarding() instanceof Forwarding.Gateway && d.weight() == 1)
        .anyMatch(d -> d.forwarding() instanceof Forwarding.Masquerade && d.weight() == 0);
  }

  @Test
  void whileItWaitsWhoIsWantedAgainServesInTheOldWay() {
    serving(Mode.NAT);
    Thing drained = realServer("rs02").with("spec.weight", "0");
    fleet.declare(Stream.concat(Stream.of(drained), others(Mode.NAT, 1)).toArray(Thing[]::new));
    fleet.pass(DIRECTOR);
    assertThat(fleet.weights()).containsValues(0, 1);
    fleet.declare(objects(Mode.DR, 2)).pass(DIRECTOR);
    assertThat(ways()).as("rs02 has its part for NAT").isEqualTo("-m 1, -m 1");
    fleet.pass("rs02");
    fleet.pass(DIRECTOR);
    assertThat(ways()).isEqualTo("-m 1, -m 1");
    fleet.pass("rs01");
    fleet.pass(DIRECTOR);
    assertThat(ways()).isEqualTo("-g 1, -g 1");
  }

  @Test
  void oneThatDrainsAndIsWantedAgainWaitsLikeTheOthers() {
    serving(Mode.DR);
    fleet.declare(others(Mode.DR, 1).toArray(Thing[]::new)).pass(DIRECTOR);
    assertThat(ways()).isEqualTo("-g 0, -g 1");
    fleet.declare(objects(Mode.TUN, 2)).pass(DIRECTOR);
    assertThat(ways()).as("it still has its part").isEqualTo("-g 1, -g 1");
    fleet.settle();
    assertEndsLike(Mode.TUN);
  }

  private static Stream<Thing> others(Mode mode, int generation) {
    return Stream.of(objects(mode, generation)).filter(t -> !t.equals(realServer("rs02")));
  }

  @Test
  void aChangeThatIsTakenBackChangesNothing() {
    serving(Mode.NAT);
    String before = fleet.kernel(DIRECTOR).dump();
    fleet.declare(objects(Mode.DR, 2)).pass("rs01");
    fleet.pass(DIRECTOR);
    fleet.declare(objects(Mode.NAT, 3)).pass(DIRECTOR);
    assertThat(fleet.kernel(DIRECTOR).dump().replaceAll("ip route .* table 254 proto 76\n", ""))
        .as("but for next hops, until the real servers have given DR up")
        .isEqualTo(before);
    assertThat(fleet.ownership(DIRECTOR).modeChanges()).isEmpty();
    fleet.settle();
    assertEndsLike(Mode.NAT);
  }
}
