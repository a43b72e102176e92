package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.VIP;
import static io.lvsoperator.plan.Tutorial.lb01;
import static io.lvsoperator.plan.Tutorial.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Forwarding.Tunnel;
import io.lvsoperator.model.Forwarding.TunnelChecksum;
import io.lvsoperator.model.Forwarding.TunnelType;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PartKey;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.netlink.KernelTest;
import io.lvsoperator.netlink.Shell;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every table that a plan wants is one that nft takes: a word of its language is no name. */
@KernelTest
class PlannedTablesKernelTest {
  private final NodeUnderTest director = new NodeUnderTest(Tutorial.director());
  private final NodeUnderTest server = new NodeUnderTest(Tutorial.realServer());

  @ParameterizedTest
  @EnumSource
  void nftTakesTheTablesOfEveryMode(Mode mode) {
    director.directs(service().mode(mode).tcp(80, 80).udp(53, 53).backend(RS01, 1).build()).pass();
    check(director);
    server.hosts(part(mode, Optional.empty())).pass();
    check(server);
  }

  @ParameterizedTest
  @EnumSource
  void nftTakesTheTablesOfEveryTunnel(TunnelType type) {
    int port = type == TunnelType.GUE ? 6080 : 0;
    Tunnel tunnel = new Tunnel(type, port, TunnelChecksum.NONE);
    server.hosts(part(Mode.TUN, Optional.of(tunnel))).pass();
    check(server);
    NodeUnderTest shared = new NodeUnderTest(Tutorial.realServer());
    shared.kernel.addLink(
        new Link(9, "tunl0", Optional.empty(), 1480, true, false, "ipip"), "10.244.7.0/32");
    shared.hosts(part(Mode.TUN, Optional.of(tunnel))).pass();
    check(shared);
  }

  private static HostedPart part(Mode mode, Optional<Tunnel> tunnel) {
    return new HostedPart(
        new ServiceRef("default", "web"),
        new ServiceRef("default", "rs01"),
        new PartKey(VIP, mode, tunnel, RS01),
        List.of(new PortMapping(Protocol.TCP, 80, 80)),
        List.of(lb01()),
        Duration.ofSeconds(60));
  }

  private static void check(NodeUnderTest node) {
    String table = String.join("\n", node.desired.packetRules().statements());
    assertThat(Shell.run("nft", "-c", table)).isEmpty();
  }
}
