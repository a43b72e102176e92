package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Claims;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import io.lvsoperator.e2e.bed.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
 * Every mode with all its protocols and both families: who answered is the least of it; what counts
 * is the way that the packets took, the address that the real servers saw, and who said that the
 * VIP is his, from before it was there until after it was gone.
 */
@LabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ModesIT {
  private static final Set<String> REAL_SERVERS = Set.of("rs01", "rs02");
  private static final int SCTP_PORT = 36412;

  /** A mode, and the end of the VIPs of its services. */
  enum Mode {
    NAT(171),
    FULLNAT(172),
    DR(173),
    TUN(174);

    private final int vip;

    Mode(int vip) {
      this.vip = vip;
    }

    /** SCTP has addresses inside its packets, so the API lets it into these two modes alone. */
    Stream<Load.Protocol> protocols() {
      return switch (this) {
        case NAT, DR -> Stream.of(Load.Protocol.values());
        case FULLNAT, TUN -> Stream.of(Load.Protocol.TCP, Load.Protocol.UDP);
      };
    }

    /** Whether the real servers' answers cross the director. */
    boolean answersByTheDirector() {
      return this == NAT || this == FULLNAT;
    }
  }

  /** Which addresses a case is about. */
  enum Family {
    IPV4("10.23.21.", "ipip"),
    IPV6("fd00:23::", "ipv6");

    private final String network;
    private final String wrapped;

    Family(String network, String wrapped) {
      this.network = network;
      this.wrapped = wrapped;
    }

    /** A node's address of this family. */
    String of(Node node) {
      return this == IPV4 ? node.address() : node.address6();
    }
  }

  /** One case of the matrix. */
  record Case(Mode mode, Load.Protocol protocol, Family family) {
    static Stream<Case> all() {
      return Stream.of(Mode.values())
          .flatMap(
              mode ->
                  mode.protocols()
                      .flatMap(
                          protocol ->
                              Stream.of(Family.values())
                                  .map(family -> new Case(mode, protocol, family))));
    }

    String vip() {
      return family.network + mode.vip;
    }

    Load load() {
      return switch (protocol) {
        case TCP -> Load.http(Load.target(vip(), 80));
        case UDP -> Load.udp(Load.target(vip(), 5300));
        case SCTP -> Load.sctp(Load.target(vip(), SCTP_PORT));
      };
    }

    @Override
    public String toString() {
      return "%s %s %s".formatted(mode, protocol, family);
    }
  }

  private final Map<String, Running<Claims>> claims = new LinkedHashMap<>();
  private final List<Running<String>> sctpServers = new ArrayList<>();
  private Scenario scenario;

  @BeforeAll
  void apply(Bed bed) {
    Case.all().map(Case::vip).distinct().forEach(vip -> claims.put(vip, bed.claims(vip)));
    scenario = Scenario.of(bed, ModesIT.class);
    Case.all()
        .filter(each -> each.protocol() == Load.Protocol.SCTP)
        .forEach(each -> REAL_SERVERS.forEach(name -> serveSctp(each, bed.node(name))));
  }

  /** Bound to one address: a server on all of them would tell its clients the others too. */
  private void serveSctp(Case which, Node server) {
    String address = which.mode() == Mode.NAT ? which.family().of(server) : which.vip();
    sctpServers.add(server.listenSctp(Load.target(address, SCTP_PORT)));
  }

  @ParameterizedTest
  @MethodSource("io.lvsoperator.e2e.ModesIT$Case#all")
  @Order(1)
  void packetsTakeTheWayOfTheirMode(Case which, Bed bed) {
    Node client = bed.node("client");
    String own = which.family().of(client);
    Running<Traffic> watching = bed.node("lb01").watch();
    Tally tally = client.ask(which.load().times(6));
    Traffic all = watching.stop();
    Traffic seen = all.of(which.protocol().name().toLowerCase(Locale.ROOT));

    assertThat(tally.failures()).isEmpty();
    // Once on 7.2 round robin skipped a turn, nobody knows why: no weight had changed.
    assertThat(tally.answers())
        .hasSize(2)
        .allSatisfy((answer, times) -> assertThat(times).isBetween(2, 4));
    assertThat(tally.clients())
        .containsOnlyKeys(which.mode() == Mode.FULLNAT ? which.family().of(bed.node("lb01")) : own);

    assertThat(seen.to(which.vip()).incoming().packets()).isPositive();
    for (String name : REAL_SERVERS) {
      assertThat(towards(which, bed.node(name), bed, all).packets()).as("to " + name).isPositive();
    }
    if (which.mode().answersByTheDirector()) {
      assertThat(seen.from(which.vip()).outgoing().to(own).packets()).isPositive();
    } else {
      assertThat(seen.from(which.vip()).flows()).as("answers on the director").isEmpty();
    }
  }

  /** The packets that the director sent on to a real server, as this mode writes them. */
  private static Traffic towards(Case which, Node realServer, Bed bed, Traffic all) {
    String client = which.family().of(bed.node("client"));
    String director = which.family().of(bed.node("lb01"));
    String target = which.family().of(realServer);
    Traffic sent = all.outgoing();
    return switch (which.mode()) {
      case NAT -> sent.from(client).to(target);
      case FULLNAT -> sent.from(director).to(target);
      case DR ->
          sent.from(client)
              .to(which.vip())
              .only(flow -> flow.destinationMac().equals(mac(realServer)));
      case TUN -> sent.of(which.family().wrapped).from(director).to(target);
    };
  }

  private static String mac(Node node) {
    return node.sh("ip -br link show eth0").split("\\s+")[2];
  }

  @Test
  @Order(2)
  void onlyTheDirectorEverSaidThatAVipIsHis(Bed bed) {
    sctpServers.forEach(Running::stop);
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
