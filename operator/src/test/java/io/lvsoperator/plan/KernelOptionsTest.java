package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.IpvsOption;
import io.lvsoperator.model.IpvsOptions;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The options of a director's ipvs: what a group sets, our defaults, and what we leave alone. */
class KernelOptionsTest {
  private static final VirtualServer FOREIGN =
      VirtualServer.of(
          new VirtualServerKey.Endpoint(IpAddress.parse("10.96.0.1"), Protocol.TCP, 443),
          Scheduler.RR);

  private NodeUnderTest node;
  private String start;

  @BeforeEach
  void aDirector() {
    node = new NodeUnderTest(Tutorial.director());
    node.directs(service().tcp(80, 80).backend(RS01, 1).build());
    start = node.kernel.dump();
  }

  private static IpvsOptions options(Object... optionsAndValues) {
    TreeMap<IpvsOption, IpvsOptions.Wish> wishes = new TreeMap<>();
    for (int i = 0; i < optionsAndValues.length; i += 2) {
      int value = (int) optionsAndValues[i + 1];
      wishes.put((IpvsOption) optionsAndValues[i], new IpvsOptions.Wish(value, "edge", List.of()));
    }
    return new IpvsOptions(wishes);
  }

  private static Stream<String> ofIpvs(List<String> commands) {
    return commands.stream()
        .filter(c -> c.startsWith("ipvsadm --set") || c.startsWith("sysctl -w net.ipv4.vs."))
        .filter(c -> !c.contains("conntrack"));
  }

  private KernelOptions.Choice choice(IpvsOption option) {
    node.changes();
    return KernelOptions.choices(
            node.intent.ipvs(),
            node.kernel.observe(node.probes),
            node.ownership,
            node.desired.servers())
        .stream()
        .filter(choice -> choice.option() == option)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void byDefaultNothingHangsAndNothingSticks() {
    assertThat(ofIpvs(node.pass()))
        .containsExactly(
            "sysctl -w net.ipv4.vs.expire_nodest_conn=1",
            "sysctl -w net.ipv4.vs.expire_quiescent_template=1");
    assertThat(choice(IpvsOption.EXPIRE_NODEST_CONN).reason())
        .isEqualTo(KernelOptions.Reason.DEFAULT);
    assertThat(choice(IpvsOption.SLOPPY_TCP).reason()).isEqualTo(KernelOptions.Reason.UNTOUCHED);
    node.directs().pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
  }

  @Test
  void writesWhatAGroupSetsAndGivesItBackWithTheLastService() {
    node.set(
        options(
            IpvsOption.TCP_TIMEOUT, 7200,
            IpvsOption.CONN_REUSE_MODE, 0,
            IpvsOption.EXPIRE_NODEST_CONN, 0,
            IpvsOption.RUN_ESTIMATION, 1,
            IpvsOption.SLOPPY_TCP, 1));
    assertThat(ofIpvs(node.pass()))
        .containsExactly(
            "sysctl -w net.ipv4.vs.conn_reuse_mode=0",
            "sysctl -w net.ipv4.vs.expire_quiescent_template=1",
            "sysctl -w net.ipv4.vs.sloppy_tcp=1",
            "ipvsadm --set 7200 0 0");
    assertThat(node.pass()).isEmpty();
    assertThat(node.kernel.ipvs.timeouts()).containsEntry(IpvsTimeout.TCP, 7200);
    assertThat(choice(IpvsOption.TCP_TIMEOUT))
        .extracting(c -> c.wanted().orElseThrow(), KernelOptions.Choice::reason)
        .containsExactly(7200, KernelOptions.Reason.GROUP);
    node.directs().pass();
    assertThat(node.kernel.dump()).isEqualTo(start);
    assertThat(node.kernel.ipvs.timeouts()).containsEntry(IpvsTimeout.TCP, 900);
  }

  @Test
  void anOptionThatTheGroupNoLongerSetsIsGivenBack() {
    node.set(options(IpvsOption.SLOPPY_TCP, 1, IpvsOption.UDP_TIMEOUT, 30)).pass();
    assertThat(ofIpvs(node.set(IpvsOptions.NONE).pass()))
        .containsExactlyInAnyOrder("sysctl -w net.ipv4.vs.sloppy_tcp=0", "ipvsadm --set 0 0 300");
  }

  @Test
  void besideForeignVirtualServersOnlyWhatAGroupSetsIsWritten() {
    node.kernel.ipvs.add(FOREIGN);
    node.set(options(IpvsOption.EXPIRE_QUIESCENT_TEMPLATE, 1));
    assertThat(ofIpvs(node.pass()))
        .containsExactly("sysctl -w net.ipv4.vs.expire_quiescent_template=1");
    assertThat(choice(IpvsOption.EXPIRE_NODEST_CONN).reason())
        .isEqualTo(KernelOptions.Reason.FOREIGN_VIRTUAL_SERVERS);
    assertThat(choice(IpvsOption.EXPIRE_QUIESCENT_TEMPLATE).reason())
        .isEqualTo(KernelOptions.Reason.GROUP);
  }

  @Test
  void ourOwnVirtualServersAreNotForeignToUsEvenOnTheirWayOut() {
    node.pass();
    node.directs(service().tcp(81, 81).backend(RS01, 1).build());
    node.pass();
    assertThat(node.pass()).isEmpty();
    assertThat(choice(IpvsOption.EXPIRE_NODEST_CONN).reason())
        .isEqualTo(KernelOptions.Reason.DEFAULT);
  }

  @Test
  void aForeignVirtualServerWhereOursShallStandIsForeign() {
    node.kernel.ipvs.add(
        VirtualServer.of(
            new VirtualServerKey.Endpoint(Tutorial.VIP, Protocol.TCP, 80), Scheduler.RR));
    node.directs(service().tcp(80, 80).tcp(81, 81).backend(RS01, 1).build());
    assertThat(ofIpvs(node.pass())).isEmpty();
  }

  @Test
  void whatTheKernelDoesNotHaveIsLeftOutAndSaid() {
    IpvsOption.RUN_ESTIMATION.sysctl().ifPresent(node.kernel.parameters::remove);
    node.set(options(IpvsOption.RUN_ESTIMATION, 0));
    assertThat(ofIpvs(node.pass()))
        .containsExactly(
            "sysctl -w net.ipv4.vs.expire_nodest_conn=1",
            "sysctl -w net.ipv4.vs.expire_quiescent_template=1");
    assertThat(choice(IpvsOption.RUN_ESTIMATION))
        .extracting(KernelOptions.Choice::reason, c -> c.group().orElseThrow())
        .containsExactly(KernelOptions.Reason.NOT_IN_KERNEL, "edge");
  }

  @Test
  void aNodeThatDoesNotDirectHasNoOptions() {
    node.directs().set(options(IpvsOption.SLOPPY_TCP, 1));
    assertThat(node.pass()).isEmpty();
  }
}
