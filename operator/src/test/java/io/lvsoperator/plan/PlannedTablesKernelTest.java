package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.VIP;
import static io.lvsoperator.plan.Tutorial.attached;
import static io.lvsoperator.plan.Tutorial.lb01;
import static io.lvsoperator.plan.Tutorial.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Forwarding.Tunnel;
import io.lvsoperator.model.Forwarding.TunnelChecksum;
import io.lvsoperator.model.Forwarding.TunnelType;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Way;
import io.lvsoperator.netlink.KernelTest;
import io.lvsoperator.netlink.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every table that a plan wants is one that nft takes: a word of its language is no name. */
@KernelTest
class PlannedTablesKernelTest {
  @TempDir private Path folder;

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
    return part("web", VIP, mode, tunnel);
  }

  private static HostedPart part(
      String service, IpAddress vip, Mode mode, Optional<Tunnel> tunnel) {
    List<PortMapping> ports = List.of(new PortMapping(Protocol.TCP, 80, 80));
    return attached(service, vip, RS01, new Way(mode, tunnel), ports, lb01());
  }

  /** What a packet meets does not depend on how many services there are. */
  @ParameterizedTest
  @EnumSource
  void aThousandServicesHaveAsManyRulesAsOne(Mode mode) throws IOException {
    NodeUnderTest one = new NodeUnderTest(Tutorial.director());
    direct(one, mode, 1);
    int rules = rules(one);
    assertThat(rules).isPositive();
    direct(director, mode, 1000);
    assertThat(rules(director)).as("director").isEqualTo(rules);
    NodeUnderTest single = new NodeUnderTest(Tutorial.realServer());
    serve(single, mode, 1);
    serve(server, mode, 1000);
    assertThat(rules(server)).as("real server").isEqualTo(rules(single));
  }

  private static void direct(NodeUnderTest node, Mode mode, int services) {
    DirectedService[] all = new DirectedService[services];
    for (int i = 0; i < services; i++) {
      node.probes.put(vip(i), new ProbeResult.Free());
      all[i] =
          service()
              .name("web" + i)
              .vip(vip(i))
              .mode(mode)
              .tcp(80, 80)
              .udp(53, 53)
              .marked(Protocol.TCP, 8000, 8099, 1 + i)
              .backend(RS01, 1)
              .build();
    }
    node.directs(all).changes();
  }

  private static void serve(NodeUnderTest node, Mode mode, int services) {
    HostedPart[] all = new HostedPart[services];
    for (int i = 0; i < services; i++) {
      all[i] = part("web" + i, vip(i), mode, Optional.empty());
    }
    node.hosts(all).changes();
  }

  private static IpAddress vip(int number) {
    return IpAddress.parse("10.23.%d.%d".formatted(50 + number / 250, 1 + number % 250));
  }

  /** How many rules the kernel has of the table that this node wants. */
  private int rules(NodeUnderTest node) throws IOException {
    Shell.line("nft flush ruleset");
    if (node.desired.packetRules().isEmpty()) {
      return 0;
    }
    Path table =
        Files.write(folder.resolve("table"), node.desired.packetRules().nft().statements());
    Shell.run("nft", "-f", table.toString());
    String listing = Shell.line("nft -a -t list table inet lvs-operator");
    Shell.line("nft flush ruleset");
    return (int) listing.lines().filter(line -> line.matches("\\t\\t.* # handle \\d+")).count();
  }

  private static void check(NodeUnderTest node) {
    String table = String.join("\n", node.desired.packetRules().nft().statements());
    assertThat(Shell.run("nft", "-c", table)).isEmpty();
  }
}
