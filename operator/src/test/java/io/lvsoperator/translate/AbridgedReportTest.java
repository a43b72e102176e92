package io.lvsoperator.translate;

import static io.lvsoperator.translate.Thing.director;
import static io.lvsoperator.translate.Thing.node;
import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.report;
import static io.lvsoperator.translate.Thing.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PartKey;
import io.lvsoperator.model.ServiceRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a report has no room for is unknown, and nobody takes it for gone. */
class AbridgedReportTest {
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  private static final String MENTIONED =
      "[{namespace: shop, name: web, destinations: [{vip: 10.23.21.180, address: 10.23.9.9}]%s}]";
  private static final String CUT = MENTIONED.formatted(", destinationsOmitted: 7");
  private static final String WHOLE = MENTIONED.formatted("");

  private static Thing lb01(String services) {
    return report("lb01", "02:00:00:00:00:01", "10.23.21.184").with("status.services", services);
  }

  private static Thing rs01(String parts) {
    return report("rs01", "02:00:00:00:00:02", "10.23.190.76").with("status.parts", parts);
  }

  private static World running(Thing... more) {
    return World.tutorial()
        .with(
            service("web"),
            realServer("rs01", "10.23.190.76"),
            lb01(WHOLE),
            rs01("[]"),
            report("rs02", "02:00:00:00:00:03", "10.23.122.152"))
        .with(more);
  }

  private static PartKey part(String vip) {
    return new PartKey(
        IpAddress.parse(vip), Mode.NAT, Optional.empty(), IpAddress.parse("10.23.190.76"));
  }

  private static List<String> users(World world, String vip) {
    return world.intent("rs01").busyTowards().stream()
        .filter(use -> use.needs(part(vip)))
        .map(Intent.Use::director)
        .toList();
  }

  @Test
  void aDirectorMaySendToAnyAddressOfAVipWhoseDestinationsItCannotAllName() {
    assertThat(users(running(), "10.23.21.180")).isEmpty();
    World cut = running(lb01(CUT));
    assertThat(users(cut, "10.23.21.180")).containsExactly("lb01");
    assertThat(users(cut, "10.23.21.181")).as("another VIP").isEmpty();
    assertThat(cut.intent("rs01").busyTowards())
        .as("it waits with nothing that nobody names")
        .noneMatch(Intent.Use::aware);
    assertThat(cut.intent("rs01").silent()).isEmpty();
  }

  @Test
  void aFormerDirectorThatCannotNameAllStaysOneForRealServers() {
    World moved =
        running(node("lb01", "10.23.21.184"), director("lb02", "10.23.21.185"), lb01(WHOLE));
    assertThat(directors(moved)).containsExactly("lb02");
    assertThat(directors(moved.with(lb01(CUT)))).containsExactly("lb01", "lb02");
  }

  private static List<String> directors(World world) {
    return world.intent("rs01").hosted().getFirst().directors().stream()
        .map(DirectorPeer::node)
        .toList();
  }

  @Test
  void aDirectorThatCannotNameAllServicesIsLikeOneWithoutAReport() {
    assertThat(running().intent("rs01").silent()).isEmpty();
    Thing report = lb01(WHOLE).with("status.omitted", "[Services]");
    assertThat(running(report).intent("rs01").silent()).containsExactly("lb01");
  }

  @Test
  void aPartThatARealServerCannotNameKeepsItsWeight() {
    assertThat(running().member("web", "rs01").eligibility()).isEqualTo(Eligibility.NOT_IN_PLACE);
    Thing cut = rs01("[]").with("status.omitted", "[Parts]");
    assertThat(running(cut).member("web", "rs01").eligibility()).isEqualTo(Eligibility.UNKNOWN);
  }

  @Test
  void aRealServerMindsWhatOthersCannotTellFromItsReport() {
    Ownership.PartRef ref =
        new Ownership.PartRef(new ServiceRef("shop", "web"), part("10.23.21.180"));
    assertThat(running().intent("rs01").told().promises(ref)).isFalse();
    Thing noRoomForParts =
        rs01("[]")
            .with("status.omitted", "[Parts]")
            .with("status.services", "[{namespace: shop, name: web}]");
    assertThat(running(noRoomForParts).intent("rs01").told().promises(ref)).isTrue();
    Thing noRoomForServices =
        rs01("[{vip: 10.23.21.180, mode: NAT, address: 10.23.190.76}]")
            .with("status.omitted", "[Services]");
    assertThat(running(noRoomForServices).intent("rs01").told().promises(ref)).isTrue();
  }

  @Test
  void aPredecessorThatCannotNameAllVipsHasThoseOnWhichItHasDestinations() {
    World moved =
        running(node("lb01", "10.23.21.184"), director("lb02", "10.23.21.185"), lb01(WHOLE));
    assertThat(predecessors(moved)).isEmpty();
    Thing cut = lb01(WHOLE).with("status.omitted", "[VIPs]");
    assertThat(predecessors(moved.with(cut))).containsExactly("lb01");
    assertThat(predecessors(moved.with(lb01("[]").with("status.omitted", "[VIPs]"))))
        .as("another group's director would hold up every new VIP for ever")
        .isEmpty();
    Thing hidden = cut.with("status.vips", "[{address: 10.23.21.180, use: Hidden}]");
    assertThat(predecessors(moved.with(hidden))).as("it says which use").isEmpty();
  }

  private static List<String> predecessors(World world) {
    return world.intent("lb02").directed().getFirst().predecessors();
  }

  @Test
  void anAddressThatOnlyAKubeletListsMayBeAVipOfOurs() {
    Thing listed =
        director("lb01", "10.23.21.184")
            .with(
                "status.addresses",
                "[{type: InternalIP, address: 10.23.21.184}, {type: InternalIP, address:"
                    + " 10.23.21.180}]");
    assertThat(running(listed).translate().cluster().nodesWith(VIP)).isNotEmpty();
    Thing cut = lb01(WHOLE).with("status.omitted", "[VIPs]");
    assertThat(running(listed, cut).translate().cluster().nodesWith(VIP)).isEmpty();
    assertThat(
            running(listed, cut).translate().cluster().nodesWith(IpAddress.parse("10.23.21.184")))
        .as("its own address")
        .isNotEmpty();
  }

  @Test
  void whatANewerAgentOmitsAndNobodyHereKnowsChangesNothing() {
    Thing newer = lb01(WHOLE).with("status.omitted", "[Neighbours]");
    assertThat(running(newer).intent("rs01")).isEqualTo(running().intent("rs01"));
  }
}
