package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Claims;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import io.lvsoperator.e2e.bed.Traffic;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every mode with every protocol: who answered is the least of it; what counts is the way that the
 * packets took, the address that the real servers saw, and who said that the VIP is his, from
 * before it was there until after it was gone.
 */
@LabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ModesIT {
  private static final Set<String> REAL_SERVERS = Set.of("rs01", "rs02");

  /** A mode, and the VIP of its service. */
  enum Mode {
    NAT("10.23.21.171"),
    FULLNAT("10.23.21.172"),
    DR("10.23.21.173");

    private final String vip;

    Mode(String vip) {
      this.vip = vip;
    }

    /** Whether the real servers' answers cross the director. */
    boolean answersByTheDirector() {
      return this == NAT || this == FULLNAT;
    }
  }

  /** One case of the matrix. */
  record Case(Mode mode, Load.Protocol protocol) {
    static Stream<Case> all() {
      return Arrays.stream(Mode.values())
          .flatMap(
              mode -> Stream.of(Load.Protocol.TCP, Load.Protocol.UDP).map(p -> new Case(mode, p)));
    }

    String vip() {
      return mode.vip;
    }

    Load load() {
      return switch (protocol) {
        case TCP -> Load.http(Load.target(vip(), 80));
        case UDP -> Load.udp(Load.target(vip(), 5300));
        case SCTP -> throw new IllegalArgumentException("not in this matrix");
      };
    }

    @Override
    public String toString() {
      return mode + " " + protocol;
    }
  }

  private final Map<String, Running<Claims>> claims = new LinkedHashMap<>();
  private Scenario scenario;

  @BeforeAll
  void apply(Bed bed) {
    for (Mode mode : Mode.values()) {
      claims.put(mode.vip, bed.claims(mode.vip));
    }
    scenario = Scenario.of(bed, ModesIT.class);
  }

  @ParameterizedTest
  @MethodSource("io.lvsoperator.e2e.ModesIT$Case#all")
  @Order(1)
  void packetsTakeTheWayOfTheirMode(Case which, Bed bed) {
    Node client = bed.node("client");
    Running<Traffic> watching = bed.node("lb01").watch();
    Tally tally = client.ask(which.load().times(6));
    Traffic seen = watching.stop().of(which.protocol().name().toLowerCase(Locale.ROOT));

    assertThat(tally.failures()).isEmpty();
    assertThat(tally.answers())
        .hasSize(2)
        .allSatisfy((answer, times) -> assertThat(times).isEqualTo(3));
    assertThat(tally.clients())
        .containsOnlyKeys(
            which.mode() == Mode.FULLNAT ? bed.node("lb01").address() : client.address());

    assertThat(seen.to(which.vip()).incoming().packets()).isPositive();
    for (String name : REAL_SERVERS) {
      assertThat(towards(which, bed.node(name), bed, seen).packets()).as("to " + name).isPositive();
    }
    if (which.mode().answersByTheDirector()) {
      assertThat(seen.from(which.vip()).outgoing().to(client.address()).packets()).isPositive();
    } else {
      assertThat(seen.from(which.vip()).flows()).as("answers on the director").isEmpty();
    }
  }

  /** The packets that the director sent on to a real server, as this mode writes them. */
  private static Traffic towards(Case which, Node realServer, Bed bed, Traffic seen) {
    String client = bed.node("client").address();
    String director = bed.node("lb01").address();
    Traffic sent = seen.outgoing();
    return switch (which.mode()) {
      case NAT -> sent.from(client).to(realServer.address());
      case FULLNAT -> sent.from(director).to(realServer.address());
      case DR ->
          sent.from(client)
              .to(which.vip())
              .only(flow -> flow.destinationMac().equals(mac(realServer)));
    };
  }

  private static String mac(Node node) {
    return node.sh("ip -br link show eth0").split("\\s+")[2];
  }

  @Test
  @Order(2)
  void onlyTheDirectorEverSaidThatAVipIsHis(Bed bed) {
    scenario.end();
    Map<String, Claims> heard =
        claims.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, listening -> listening.getValue().stop()));
    heard.forEach(
        (vip, claim) -> {
          assertThat(claim.asked()).as(vip).isGreaterThan(20);
          assertThat(claim.machines()).as("%s: %s", vip, claim).containsExactly("lb01");
          assertThat(claim.macs()).as(vip).containsExactly(mac(bed.node("lb01")));
        });
  }
}
