package io.lvsoperator.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.ffm.Sockets;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fixtures: what iproute2 6.1 sent and what Linux 6.18 answered, as strace showed it. */
class RouteCodecTest {
  private static final InetAddress VIP = InetAddress.ofLiteral("10.23.21.180");

  private static final RouteInfo DIRECTOR_ROUTE =
      new RouteInfo(
          1001,
          RouteInfo.UNICAST,
          76,
          InetAddress.ofLiteral("0.0.0.0"),
          0,
          0,
          Optional.empty(),
          List.of(new RouteInfo.Hop(Optional.of(InetAddress.ofLiteral("10.0.0.1")), 3)));

  private static final RuleInfo DIRECTOR_RULE =
      new RuleInfo(
          Sockets.AF_INET, 1000, 1001, RuleInfo.LOOKUP, 0x10000, 0xff0000, Optional.empty(), 76);

  @Test
  void readsWhatIpSendsForARoute() {
    assertThat(
            RouteCodec.readRoute(
                Bytes.of(
                    "02000000004c000100000000 080005000a000001 08000f00e9030000 0800040003000000")))
        .isEqualTo(DIRECTOR_ROUTE);
  }

  @Test
  void readsTheTableFromItsAttributeWhereItDoesNotFitTheHeader() {
    assertThat(
            RouteCodec.readRoute(
                Bytes.of(
                    "02000000fc4c000100000000 08000f00e9030000 080005000a000001 0800040003000000")))
        .isEqualTo(DIRECTOR_ROUTE);
  }

  @Test
  void readsEveryHopOfAMultipathRoute() {
    RouteInfo route =
        RouteCodec.readRoute(
            Bytes.of(
                """
                02100000fe03000100000000 08000f00fe000000 080001000a090000
                24000900 1000000003000000 080005000a000003 1000000103000000 080005000a000004
                """));
    assertThat(route.prefixLength()).isEqualTo(16);
    assertThat(route.hops())
        .containsExactly(
            new RouteInfo.Hop(Optional.of(InetAddress.ofLiteral("10.0.0.3")), 3),
            new RouteInfo.Hop(Optional.of(InetAddress.ofLiteral("10.0.0.4")), 3));
  }

  @Test
  void readsAnIpv6GatewayOfAnIpv4Route() {
    RouteInfo route =
        RouteCodec.readRoute(
            Bytes.of(
                """
                02100000fe03000100000000 08000f00fe000000 080001000a0a0000 0800060007000000
                080007000a000002 160012000a00fe80000000000000000000000000000100000800040003000000
                """));
    assertThat(route.metric()).isEqualTo(7);
    assertThat(route.preferredSource()).contains(InetAddress.ofLiteral("10.0.0.2"));
    assertThat(route.hops())
        .containsExactly(new RouteInfo.Hop(Optional.of(InetAddress.ofLiteral("fe80::1")), 3));
  }

  /** Distributions block it: {@code unreachable ::ffff:0.0.0.0/96}. */
  @Test
  void readsAnIpv4MappedDestinationAsTheIpv6AddressThatItIs() {
    RouteInfo route =
        RouteCodec.readRoute(
            Bytes.of(
                """
                0a600000fe03000700000000 08000f00fe000000
                1400010000000000000000000000ffff00000000
                """));
    assertThat(route.destination()).isInstanceOf(Inet6Address.class);
    assertThat(route.prefixLength()).isEqualTo(96);
  }

  @Test
  void readsBackTheRoutesThatItWrites() {
    Random random = new Random(76);
    for (int i = 0; i < 200; i++) {
      int length = random.nextInt(33);
      RouteInfo route =
          new RouteInfo(
              1 + random.nextInt(100_000),
              RouteInfo.UNICAST,
              random.nextInt(256),
              length == 0 ? InetAddress.ofLiteral("0.0.0.0") : VIP,
              length,
              random.nextInt(1000),
              random.nextBoolean() ? Optional.of(VIP) : Optional.empty(),
              List.of(
                  new RouteInfo.Hop(
                      random.nextBoolean() ? Optional.of(VIP) : Optional.empty(),
                      1 + random.nextInt(1000))));
      assertThat(
              RouteCodec.readRoute(Bytes.written(writer -> RouteCodec.writeRoute(writer, route))))
          .isEqualTo(route);
    }
  }

  @Test
  void readsWhatIpSendsForARule() {
    assertThat(
            RouteCodec.readRule(
                Bytes.of(
                    """
                    020000000000000100000000 08000600e8030000 08000a0000000100 080010000000ff00
                    08000f00e9030000 050015004c000000
                    """)))
        .isEqualTo(DIRECTOR_RULE);
  }

  @Test
  void readsBackTheRulesThatItWrites() {
    assertThat(
            RouteCodec.readRule(
                Bytes.written(writer -> RouteCodec.writeRule(writer, DIRECTOR_RULE))))
        .isEqualTo(DIRECTOR_RULE);
    RuleInfo unmarked =
        new RuleInfo(Sockets.AF_INET6, 32766, 254, RuleInfo.LOOKUP, 0, 0, Optional.of("lo"), 0);
    assertThat(RouteCodec.readRule(Bytes.written(writer -> RouteCodec.writeRule(writer, unmarked))))
        .isEqualTo(unmarked);
  }
}
