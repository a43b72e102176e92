package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.LB01;
import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.RS02;
import static io.lvsoperator.plan.Tutorial.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Destination;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Listener;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.VirtualServerKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Services that ipvs finds by a firewall mark. */
class MarkedServicesTest {
  private final NodeUnderTest node = new NodeUnderTest(Tutorial.director());
  private final String start = node.kernel.dump();

  private static Tutorial.ServiceBuilder ftp() {
    return service().marked(Protocol.TCP, 8000, 8099, 0x1001).backend(RS01, 1).backend(RS02, 2);
  }

  @Test
  void balancesARangeByAMarkAndLeavesThePortAsItIs() {
    assertThat(node.directs(ftp().build()).pass())
        .containsSubsequence(
            "ipvsadm -A -f 4097 -s rr",
            "ipvsadm -a -f 4097 -r 10.23.122.152:0 -m -w 2",
            "ipvsadm -a -f 4097 -r 10.23.190.76:0 -m -w 1",
            "nft 'add chain inet lvs-operator services { type filter hook input priority 90; policy accept; }'",
            "nft 'add element inet lvs-operator marks-ranges-tcp-4 { 10.23.21.180 . 8000-8099 : 0x00001001 }'",
            "ip addr add 10.23.21.180/32 dev eth0");
    assertThat(node.pass()).isEmpty();
    assertThat(node.standing().services().get(Tutorial.WEB).complete()).isTrue();
    node.directs().pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void givesARangeInFullnatItsSourceByTheSamePorts() {
    node.directs(ftp().mode(Mode.FULLNAT).build()).pass();
    assertThat(node.kernel.dump())
        .contains(
            "translated-ranges-tcp-4 { 10.23.21.180 . 8000-8099 }", "masquerade to :10000-29999");
  }

  @Test
  void leavesToItselfWhatAnotherDirectorHasBalanced() {
    var both =
        service()
            .mode(Mode.DR)
            .marked(Protocol.TCP, 80, 80, 0x7f)
            .backend(LB01, 1)
            .backend(RS01, 1);
    node.directs(both.build()).pass();
    assertThat(node.kernel.dump()).doesNotContain("balanced").contains("-f 127 -r 10.23.21.184:0");
    List<String> commands =
        node.directs(both.others("02:00:00:00:00:02", "02:00:00:00:00:03").build()).pass();
    assertThat(commands)
        .containsSubsequence(
            "nft 'add element inet lvs-operator balanced-4 { 02:00:00:00:00:02 . 10.23.21.180, 02:00:00:00:00:03 . 10.23.21.180 }'",
            "nft 'add element inet lvs-operator marks-4 { 10.23.21.180 . tcp . 80 : 0x0000007f }'")
        .noneMatch(c -> c.startsWith("ipvsadm"));
  }

  @Test
  void keepsTheEarlierFormWithoutWeightUntilItsConnectionsHaveEnded() {
    var one = new VirtualServerKey.Endpoint(Tutorial.VIP, Protocol.TCP, 8000);
    node.directs(service().tcp(8000, 8000).backend(RS01, 1).backend(RS02, 2).build()).pass();
    node.kernel.ipvs.connections(one, new Destination.Key(RS01, 8000), 3);
    List<String> commands = node.directs(ftp().build()).pass();
    assertThat(commands)
        .containsSubsequence(
            "ipvsadm -A -f 4097 -s rr",
            "ipvsadm -a -f 4097 -r 10.23.190.76:0 -m -w 1",
            "nft 'add element inet lvs-operator marks-ranges-tcp-4 { 10.23.21.180 . 8000-8099 : 0x00001001 }'",
            "ipvsadm -e -t 10.23.21.180:8000 -r 10.23.190.76:8000 -m -w 0")
        .doesNotContain("ipvsadm -D -t 10.23.21.180:8000");
    assertThat(node.pass()).isEmpty();
    node.later(Duration.ofSeconds(10)).pass();
    assertThat(node.ipvs()).contains("10.23.190.76:8000").doesNotContain("10.23.122.152:8000");
    node.kernel.ipvs.connections(one, new Destination.Key(RS01, 8000), 0);
    assertThat(node.pass()).contains("ipvsadm -D -t 10.23.21.180:8000");
    assertThat(node.pass()).isEmpty();
  }

  @Test
  void keepsAnEarlierMarkInTheSameWay() {
    node.directs(ftp().build()).pass();
    node.kernel.ipvs.connections(
        new VirtualServerKey.FirewallMark(0x1001, Family.IPV4), new Destination.Key(RS01, 0), 1);
    node.directs(service().tcp(8000, 8000).backend(RS01, 1).backend(RS02, 2).build()).pass();
    assertThat(node.ipvs())
        .contains("-f 4097 -r 10.23.190.76:0 -m -w 0", "-A -t 10.23.21.180:8000");
    node.later(Duration.ofSeconds(61)).pass();
    assertThat(node.ipvs()).doesNotContain("-f 4097");
    node.directs().pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void refusesARangeOnItsOwnAddressInWhichItListens() {
    node.kernel.listeners.add(new Listener(Protocol.TCP, LB01, 8022));
    node.directs(ftp().ownVip().build()).pass();
    assertThat(node.desired.outcomes().get(Tutorial.WEB))
        .satisfies(o -> assertThat(o.reason()).isEqualTo("PortInUse"))
        .satisfies(o -> assertThat(o.message()).contains("8000-8099"));
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void leavesTheMarksOfOtherServicesOnTheSameRealServersAlone() {
    var other =
        service()
            .name("other")
            .vip(IpAddress.parse("10.23.21.181"))
            .marked(Protocol.TCP, 1, 65535, 0x1002)
            .backend(RS01, 1)
            .backend(RS02, 1)
            .build();
    node.probes.put(other.vip(), new ProbeResult.Free());
    node.directs(ftp().build(), other).pass();
    assertThat(node.pass()).isEmpty();
    node.kernel.ipvs.connections(
        new VirtualServerKey.FirewallMark(0x1002, Family.IPV4), new Destination.Key(RS01, 0), 1);
    node.directs(ftp().build()).pass();
    assertThat(node.ipvs()).contains("-f 4098 -r 10.23.190.76:0 -m -w 0");
    node.later(Duration.ofSeconds(61)).pass();
    assertThat(node.ipvs()).doesNotContain("-f 4098");
  }

  @Test
  void takesAnEarlierMarkBackOnlyWhenItsVirtualServerHasWeightAgain() {
    node.directs(ftp().build()).pass();
    node.directs(service().tcp(8000, 8000).backend(RS01, 1).backend(RS02, 2).build()).pass();
    assertThat(node.ipvs()).contains("-f 4097 -r 10.23.190.76:0 -m -w 0");
    assertThat(node.directs(ftp().build()).pass())
        .containsSubsequence(
            "ipvsadm -e -f 4097 -r 10.23.190.76:0 -m -w 1",
            "nft 'add element inet lvs-operator marks-ranges-tcp-4 { 10.23.21.180 . 8000-8099 : 0x00001001 }'",
            "ipvsadm -e -t 10.23.21.180:8000 -r 10.23.190.76:8000 -m -w 0");
    assertThat(node.pass()).isEmpty();
  }

  /** DR needs a mark where a director is a real server too, NAT does not. */
  private static Tutorial.ServiceBuilder direct() {
    return service().mode(Mode.DR).marked(Protocol.TCP, 80, 80, 0x7f);
  }

  @Test
  void aPortThatGetsAMarkWithItsModeServesAsItStandsUntilRealServersAreReady() {
    node.directs(service().tcp(80, 80).backend(RS01, Eligibility.IN_PLACE, Mode.NAT).build());
    node.pass();
    String before = node.ipvs();
    var waiting = direct().backend(RS01, Eligibility.NOT_IN_PLACE, Mode.NAT).build();
    assertThat(node.directs(waiting).pass())
        .contains("# default/web changes its mode or ports when its real servers are ready")
        .noneMatch(c -> c.startsWith("ipvsadm") || c.startsWith("nft"));
    assertThat(node.ipvs()).isEqualTo(before).contains("-t 10.23.21.180:80", "-m -w 1");
    assertThat(node.pass()).isEmpty();
    var ready = direct().backend(RS01, Eligibility.IN_PLACE, Mode.NAT, Mode.DR).build();
    assertThat(node.directs(ready).pass())
        .containsSubsequence(
            "ipvsadm -A -f 127 -s rr",
            "ipvsadm -a -f 127 -r 10.23.190.76:0 -g -w 1",
            "nft 'add element inet lvs-operator marks-4 { 10.23.21.180 . tcp . 80 : 0x0000007f }'",
            "nft 'add element inet lvs-operator untracked-4 { 10.23.21.180 . tcp . 80 }'",
            "ipvsadm -e -t 10.23.21.180:80 -r 10.23.190.76:80 -m -w 0");
    assertThat(node.desired.wayChanges()).containsKey(Tutorial.WEB);
    assertThat(node.pass()).isEmpty();
  }

  @Test
  void aMarkThatGoesWithItsModeStaysUntilAPortHasTakenOver() {
    node.directs(direct().backend(RS01, Eligibility.IN_PLACE, Mode.DR).build()).pass();
    var fullnat = service().mode(Mode.FULLNAT).tcp(80, 80);
    var waiting = fullnat.backend(RS01, Eligibility.NOT_IN_PLACE, Mode.DR).build();
    assertThat(node.directs(waiting).pass())
        .noneMatch(c -> c.startsWith("ipvsadm") || c.startsWith("nft"));
    assertThat(node.ipvs()).contains("-f 127 -r 10.23.190.76:0 -g -w 1");
    var ready =
        service()
            .mode(Mode.FULLNAT)
            .tcp(80, 80)
            .backend(RS01, Eligibility.IN_PLACE, Mode.DR, Mode.FULLNAT)
            .build();
    String mark = "element inet lvs-operator marks-4 { 10.23.21.180 . tcp . 80 : 0x0000007f }";
    List<String> commands = node.directs(ready).pass();
    assertThat(commands)
        .containsSubsequence(
            "nft 'add " + mark + "'",
            "ipvsadm -A -t 10.23.21.180:80 -s rr",
            "ipvsadm -a -t 10.23.21.180:80 -r 10.23.190.76:80 -m -w 1",
            "nft 'delete table inet lvs-operator'",
            "ipvsadm -e -f 127 -r 10.23.190.76:0 -g -w 0");
    assertThat(commands.stream().filter(c -> c.contains(mark))).hasSize(1);
    assertThat(node.kernel.dump()).doesNotContain("meta mark set");
    assertThat(node.pass()).isEmpty();
  }

  /** In NAT nobody knows of a real server's ports until it has seen the service as it is now. */
  private static final Eligibility UNHEARD = Eligibility.UNKNOWN;

  @Test
  void aFormThatChangesAloneWaitsForRealServersToo() {
    node.directs(service().tcp(8000, 8000).backend(RS01, 1).backend(RS02, 2).build()).pass();
    String before = node.ipvs();
    var range = service().marked(Protocol.TCP, 8000, 8099, 0x1001);
    node.directs(range.backend(RS01, 1).backend(RS02, 2, UNHEARD).build());
    assertThat(node.pass())
        .contains("# default/web changes its mode or ports when its real servers are ready")
        .noneMatch(c -> c.startsWith("ipvsadm") || c.contains("marks"));
    assertThat(node.ipvs()).isEqualTo(before);
    assertThat(node.desired.outcomes().get(Tutorial.WEB))
        .satisfies(o -> assertThat(o.reason()).isEqualTo("PortsChanging"))
        .satisfies(
            o -> assertThat(o.message()).contains("rs-" + RS02).doesNotContain("rs-" + RS01));
    assertThat(node.pass()).isEmpty();
    assertThat(node.later(Duration.ofSeconds(60)).pass())
        .as("one is ready, so the other holds it up no longer")
        .containsSubsequence(
            "ipvsadm -a -f 4097 -r 10.23.122.152:0 -m -w 0",
            "ipvsadm -a -f 4097 -r 10.23.190.76:0 -m -w 1",
            "ipvsadm -e -t 10.23.21.180:8000 -r 10.23.190.76:8000 -m -w 0");
    node.directs(ftp().build()).pass();
    assertThat(node.ipvs()).contains("-f 4097 -r 10.23.122.152:0 -m -w 2");
    assertThat(node.ownership.modeChanges()).isEmpty();
  }

  @Test
  void aFormThatNoRealServerIsReadyForWaitsAsLongAsItTakes() {
    node.directs(ftp().build()).pass();
    String before = node.ipvs();
    node.directs(
            service().tcp(8000, 8000).backend(RS01, 1, UNHEARD).backend(RS02, 2, UNHEARD).build())
        .pass();
    node.later(Duration.ofHours(1)).pass();
    assertThat(node.ipvs()).isEqualTo(before);
    assertThat(node.kernel.dump()).contains("8000-8099 : 0x00001001");
    assertThat(
            node.directs(service().tcp(8000, 8000).backend(RS01, 1).backend(RS02, 2).build())
                .pass())
        .containsSubsequence(
            "ipvsadm -a -t 10.23.21.180:8000 -r 10.23.190.76:8000 -m -w 1",
            "ipvsadm -e -f 4097 -r 10.23.190.76:0 -m -w 0");
  }

  @Test
  void writesTheTableOnceWhereNoRealServerIsEligible() {
    var idle =
        service()
            .marked(Protocol.TCP, 8000, 8099, 0x1001)
            .backend(RS01, 1, Eligibility.NOT_IN_PLACE)
            .build();
    node.directs(idle).pass();
    assertThat(node.kernel.dump()).contains("8000-8099 : 0x00001001");
    assertThat(node.pass()).isEmpty();
  }
}
