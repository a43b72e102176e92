package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.ffm.Libc;
import io.lvsoperator.kernel.Announcements;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.netlink.KernelTest;
import io.lvsoperator.netlink.LinkInfo;
import io.lvsoperator.netlink.RouteClient;
import io.lvsoperator.netlink.Shell;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both ends of the wire are in one namespace: the kernel answers on one what is asked on the other.
 */
@KernelTest
class LinkAnnouncementsKernelTest {
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");

  private static final IpAddress VIP6 = IpAddress.parse("fd00::180");

  private VethPair veth;
  private RouteClient client;
  private Announcements announcements;

  @BeforeEach
  void open() {
    veth = new VethPair();
    client = RouteClient.open();
    announcements = new LinkAnnouncements(client);
  }

  @AfterEach
  void close() {
    client.close();
    veth.close();
  }

  @ParameterizedTest
  @MethodSource("vips")
  void anAddressThatNobodyHasIsFreeAfterAboutASecond(IpAddress vip) {
    long start = System.nanoTime();
    assertThat(announcements.probe("lva", vip)).isEqualTo(new ProbeResult.Free());
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("an emulated machine may take longer")
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @MethodSource("vips")
  void whoAnswersHasIt(IpAddress vip) {
    String nodad = vip.family() == Family.IPV6 ? " nodad" : "";
    Shell.line("ip addr add " + vip.asHost() + " dev lvb" + nodad);
    assertThat(announcements.probe("lva", vip))
        .isEqualTo(new ProbeResult.InUse(MacAddress.parse(VethPair.MAC_B)));
  }

  @Test
  void whoHasItOnItsLoopbackOnlyHasItNotHere() {
    Shell.line("ip addr add " + VIP6 + "/128 dev lo nodad");
    try {
      assertThat(announcements.probe("lva", VIP6)).isEqualTo(new ProbeResult.Free());
    } finally {
      Shell.line("ip addr del " + VIP6 + "/128 dev lo");
    }
  }

  @ParameterizedTest
  @MethodSource("vips")
  void whoIsAboutToTakeItHasItToo(IpAddress vip) throws InterruptedException {
    MacAddress b = MacAddress.parse(VethPair.MAC_B);
    try (FramePort other = FramePort.open(Libc.linux(), index("lvb"), b, protocol(vip))) {
      Thread asking =
          Thread.ofVirtual()
              .start(
                  () -> {
                    Shell.line("sleep 0.2");
                    other.send(other.protocol().probe(b, vip));
                  });
      assertThat(announcements.probe("lva", vip)).isEqualTo(new ProbeResult.InUse(b));
      asking.join();
    }
  }

  @ParameterizedTest
  @MethodSource("vips")
  void anAnnouncementReachesTheOtherEnd(IpAddress vip) {
    AddressProtocol protocol = protocol(vip);
    MacAddress a = MacAddress.parse(VethPair.MAC_A);
    MacAddress b = MacAddress.parse(VethPair.MAC_B);
    try (FramePort other = FramePort.open(Libc.linux(), index("lvb"), b, protocol)) {
      announcements.announce("lva", vip);
      Optional<MacAddress> claimant = Optional.empty();
      for (int i = 0; i < 50 && claimant.isEmpty(); i++) {
        claimant = other.receive(100).flatMap(frame -> protocol.claimant(frame, vip, b));
      }
      assertThat(claimant).contains(a);
    }
  }

  @Test
  void anAnnouncementCorrectsWhatNeighboursKnow() {
    Shell.line("ip -6 addr add fd00::2/64 dev lvb nodad");
    Shell.line("ip -6 neigh add " + VIP6 + " lladdr 02:00:00:00:00:99 nud stale dev lvb");
    announcements.announce("lva", VIP6);
    Shell.line("sleep 0.3");
    assertThat(Shell.line("ip -6 neigh show " + VIP6 + " dev lvb")).contains(VethPair.MAC_A);
  }

  @Test
  void saysWhyItCannot() {
    assertThatThrownBy(() -> announcements.announce("nosuch0", VIP)).hasMessageContaining("ENODEV");
    assertThatThrownBy(() -> announcements.announce("lo", VIP))
        .hasMessageEndingWith("EOPNOTSUPP (lo is no Ethernet interface)");
    Shell.line("ip link set lva down");
    assertThatThrownBy(() -> announcements.announce("lva", VIP))
        .hasMessageStartingWith("arping -U -c 1 -I lva 10.23.21.180: ENETDOWN (");
    assertThatThrownBy(() -> announcements.announce("lva", VIP6))
        .hasMessageStartingWith("ndsend fd00::180 lva: ENETDOWN (");
  }

  static Stream<IpAddress> vips() {
    return Stream.of(VIP, VIP6);
  }

  private static AddressProtocol protocol(IpAddress vip) {
    return vip.family() == Family.IPV4 ? new ArpProtocol() : new NeighbourProtocol();
  }

  private int index(String link) {
    return client.links().stream()
        .filter(l -> l.name().equals(link))
        .mapToInt(LinkInfo::index)
        .findFirst()
        .orElseThrow();
  }
}
