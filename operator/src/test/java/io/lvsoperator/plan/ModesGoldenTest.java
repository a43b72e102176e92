package io.lvsoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every mode on a director and on a real server, in both families, as the lines that a network
 * engineer would type, and the lines that give everything back. They stand in {@code
 * golden/modes.txt}; {@code -Dgolden.write=true} writes them anew, for a person to read.
 */
class ModesGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/modes.txt");
  private static final Path README = Path.of("README.md");
  private static final ServiceRef WEB = new ServiceRef("default", "web");
  private static final Forwarding.Tunnel IPIP =
      new Forwarding.Tunnel(Forwarding.TunnelType.IPIP, 0, Forwarding.TunnelChecksum.NONE);

  /** Who does what. */
  private enum Role {
    DIRECTOR("director"),
    REAL_SERVER("real server");

    private final String text;

    Role(String text) {
      this.text = text;
    }
  }

  /** One section of the golden file. */
  private record Case(Mode mode, Family family, Role role) {
    private String title() {
      return "%s, %s, on the %s"
          .formatted(mode, family == Family.IPV4 ? "IPv4" : "IPv6", role.text);
    }

    private IpAddress address(String v4, String v6) {
      return IpAddress.parse(family == Family.IPV4 ? v4 : v6);
    }

    private IpAddress vip() {
      return address("10.23.21.180", "fd00:23::180");
    }

    private IpAddress director() {
      return address("10.23.21.184", "fd00:23::184");
    }

    private IpAddress realServer() {
      return address("10.23.190.76", "fd00:23::76");
    }

    private String subnetOf(IpAddress address) {
      return address + (family == Family.IPV4 ? "/16" : "/64");
    }

    private Optional<Forwarding.Tunnel> tunnel() {
      return mode == Mode.TUN ? Optional.of(IPIP) : Optional.empty();
    }

    private NodeUnderTest node() {
      IpAddress own = role == Role.DIRECTOR ? director() : realServer();
      String mac = role == Role.DIRECTOR ? "02:00:00:00:00:01" : "02:00:00:00:00:11";
      InMemoryKernel kernel = new InMemoryKernel().eth0(mac, subnetOf(own));
      kernel.routes.add(
          new Route(
              Route.MAIN,
              Subnet.parse(family == Family.IPV4 ? "0.0.0.0/0" : "::/0"),
              Optional.of(address("10.23.0.1", "fd00:23::1")),
              "eth0",
              3));
      NodeUnderTest node = new NodeUnderTest(kernel);
      node.probes.put(vip(), new ProbeResult.Free());
      return node;
    }

    private List<PortMapping> ports() {
      boolean translates = mode == Mode.NAT || mode == Mode.FULLNAT;
      return List.of(new PortMapping(Protocol.TCP, 80, translates ? 8080 : 80));
    }

    private DirectedService service() {
      return new DirectedService(
          WEB,
          vip(),
          false,
          mode,
          tunnel(),
          ports(),
          Scheduler.WLC,
          Set.of(),
          Optional.empty(),
          false,
          List.of(Tutorial.backend(realServer(), 1, Eligibility.IN_PLACE)),
          Duration.ofSeconds(60),
          Optional.empty(),
          List.of(),
          List.of(),
          Set.of());
    }

    private HostedPart part() {
      return new HostedPart(
          Attachment.of(WEB, vip(), realServer(), new Way(mode, tunnel()), ports()),
          List.of(Tutorial.peer("lb01", "02:00:00:00:00:01", subnetOf(director()))));
    }

    private String lines() {
      NodeUnderTest node = node();
      String start = node.kernel.dump();
      List<String> there =
          role == Role.DIRECTOR ? node.directs(service()).pass() : node.hosts(part()).pass();
      assertThat(node.desired.outcomes()).as(title()).isEmpty();
      assertThat(node.desired.partOutcomes()).as(title()).isEmpty();
      assertThat(node.pass()).as("a second pass, " + title()).isEmpty();
      List<String> back = node.directs().hosts().pass();
      assertThat(node.kernel.dump()).as("given back, " + title()).isEqualTo(start);
      return "== %s\n%s\n-- and back\n%s\n"
          .formatted(title(), String.join("\n", there), String.join("\n", back));
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Mode mode : Mode.values()) {
      for (Family family : Family.values()) {
        for (Role role : Role.values()) {
          cases.add(new Case(mode, family, role));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isWhatTheGoldenFileSays(Case each) throws IOException {
    assertThat(Files.readString(GOLDEN)).contains(each.lines());
  }

  @Test
  void theGoldenFileHasNothingElse() throws IOException {
    String all = String.join("\n", cases().map(Case::lines).toList());
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, all);
    }
    assertThat(Files.readString(GOLDEN)).isEqualTo(all);
  }

  /** The README's table, in IPv4: what it names in a mode's cell stands among that mode's lines. */
  static Stream<Case> inIpv4() {
    return cases().filter(each -> each.family() == Family.IPV4);
  }

  @ParameterizedTest
  @MethodSource("inIpv4")
  void theReadmesTableNamesWhatIsThere(Case each) throws IOException {
    String row =
        Files.readAllLines(README).stream()
            .filter(line -> line.startsWith("| " + each.mode() + " |"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no row for " + each.mode()));
    String cell = row.split("\\|")[each.role() == Role.DIRECTOR ? 2 : 3];
    List<String> named = new ArrayList<>();
    Matcher code = Pattern.compile("`([^`]+)`").matcher(cell);
    while (code.find()) {
      named.add(code.group(1));
    }
    String lines = each.lines();
    assertThat(named).allSatisfy(fragment -> assertThat(lines).contains(fragment));
    boolean nothing = cell.trim().equals("nothing");
    assertThat(named.isEmpty()).isEqualTo(nothing);
    assertThat(lines.equals("== %s\n\n-- and back\n\n".formatted(each.title()))).isEqualTo(nothing);
  }
}
