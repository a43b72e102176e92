package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.ffm.Libc;
import io.lvsoperator.ffm.SocketAddresses;
import io.lvsoperator.ffm.Sockets;
import io.lvsoperator.kernel.Announcements;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.netlink.KernelTest;
import io.lvsoperator.netlink.LinkInfo;
import io.lvsoperator.netlink.RouteClient;
import io.lvsoperator.netlink.Shell;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Both ends of the wire are in one namespace: the kernel answers on one what is asked on the other.
 */
@KernelTest
class ArpAnnouncementsKernelTest {
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");

  private VethPair veth;
  private RouteClient client;
  private Announcements arp;

  @BeforeEach
  void open() {
    veth = new VethPair();
    client = RouteClient.open();
    arp = new ArpAnnouncements(client);
  }

  @AfterEach
  void close() {
    client.close();
    veth.close();
  }

  @Test
  void anAddressThatNobodyHasIsFreeAfterAboutASecond() {
    long start = System.nanoTime();
    assertThat(arp.probe("lva", VIP)).isEqualTo(new ProbeResult.Free());
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("an emulated machine may take longer")
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(30));
  }

  @Test
  void whoAnswersHasIt() {
    Shell.line("ip addr add 10.23.21.180/32 dev lvb");
    assertThat(arp.probe("lva", VIP))
        .isEqualTo(new ProbeResult.InUse(MacAddress.parse(VethPair.MAC_B)));
  }

  @Test
  void anAnnouncementReachesTheOtherEnd() {
    Libc libc = Libc.linux();
    int socket = libc.socket(Sockets.AF_PACKET, Sockets.SOCK_RAW, 0);
    try {
      libc.bind(socket, SocketAddresses.packet(ArpFrame.ETHER_TYPE, index("lvb")));
      arp.announce("lva", VIP);
      assertThat(libc.poll(new int[] {socket}, Sockets.POLLIN, 5000)[0]).isNotZero();
      ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
      buffer.limit(libc.recv(socket, buffer, 0));
      assertThat(ArpFrame.parse(buffer))
          .contains(ArpFrame.announcement(MacAddress.parse(VethPair.MAC_A), VIP));
    } finally {
      libc.close(socket);
    }
  }

  @Test
  void saysWhyItCannot() {
    assertThatThrownBy(() -> arp.announce("nosuch0", VIP)).hasMessageContaining("ENODEV");
    assertThatThrownBy(() -> arp.announce("lo", VIP))
        .hasMessageEndingWith("EOPNOTSUPP (lo is no Ethernet interface)");
    assertThatThrownBy(() -> arp.announce("lva", IpAddress.parse("fd00::1")))
        .hasMessageContaining("EAFNOSUPPORT");
    Shell.line("ip link set lva down");
    assertThatThrownBy(() -> arp.announce("lva", VIP))
        .hasMessageStartingWith("arping -U -c 1 -I lva 10.23.21.180: ENETDOWN (");
  }

  private int index(String link) {
    return client.links().stream()
        .filter(l -> l.name().equals(link))
        .mapToInt(LinkInfo::index)
        .findFirst()
        .orElseThrow();
  }
}
