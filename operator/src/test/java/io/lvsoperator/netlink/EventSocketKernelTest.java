package io.lvsoperator.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@KernelTest
class EventSocketKernelTest {
  @Test
  void tellsOfAddressesRoutesRulesLinksAndForwarding() {
    try (EventSocket events = EventSocket.route()) {
      Shell.line("ip link add vb0 type veth peer name vb1");
      Shell.line("ip link set vb0 up");
      expect(events, e -> e instanceof KernelEvent.Link l && l.link().name().equals("vb0"));
      Shell.line("ip addr add 10.7.0.1/24 dev vb0");
      expect(events, e -> e.text().equals("address 10.7.0.1/24 added"));
      Shell.line("ip addr del 10.7.0.1/24 dev vb0");
      expect(events, e -> e.text().equals("address 10.7.0.1/24 deleted"));
      Shell.line("ip rule add pref 999 fwmark 1/1 lookup 999");
      expect(events, e -> e.text().equals("rule 999 added"));
      Shell.line("ip rule del pref 999");
      expect(events, e -> e.text().equals("rule 999 deleted"));
      Shell.line("ip route add 10.8.0.0/16 dev lo table 999");
      expect(events, e -> e.text().equals("route 10.8.0.0/16 of table 999 added"));
      Shell.line("sysctl -q -w net.ipv4.conf.vb0.forwarding=1");
      Shell.line("sysctl -q -w net.ipv4.conf.vb0.forwarding=0");
      expect(events, e -> e instanceof KernelEvent.Sysctl);
      Shell.line("ip link del vb0");
      expect(events, e -> e.text().equals("link vb0 deleted"));
    }
  }

  @Test
  void tellsOfNftables() {
    try (EventSocket events = EventSocket.nftables()) {
      Shell.line("nft add table ip seen");
      Shell.line("nft delete table ip seen");
      expect(events, e -> e instanceof KernelEvent.Ruleset);
    }
  }

  @Test
  void waitsNoLongerThanAsked() {
    try (EventSocket events = EventSocket.nftables()) {
      long start = System.nanoTime();
      assertThat(events.next(Duration.ofMillis(50))).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void saysThatEventsWereLost() {
    Shell.line("ip link add vc0 type veth peer name vc1");
    try (EventSocket events = EventSocket.route();
        RouteClient client = RouteClient.open()) {
      int index =
          client.links().stream()
              .filter(l -> l.name().equals("vc0"))
              .findFirst()
              .orElseThrow()
              .index();
      List<RouteCommand.AddAddress> commands =
          IntStream.range(0, 4000)
              .mapToObj(i -> InetAddress.ofLiteral("10.60." + i / 250 + "." + (i % 250 + 1)))
              .map(a -> new RouteCommand.AddAddress("add", new AddressInfo(index, a, 32, 0, 0)))
              .toList();
      assertThat(client.apply(commands)).containsOnly(new Outcome.Applied());
      expect(events, e -> e instanceof KernelEvent.Overrun);
    } finally {
      Shell.line("ip link del vc0");
    }
  }

  private static void expect(EventSocket events, Predicate<KernelEvent> wanted) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < end) {
      if (events.next(Duration.ofMillis(200)).stream().anyMatch(wanted)) {
        return;
      }
    }
    throw new AssertionError("no such event within 10 s");
  }
}
