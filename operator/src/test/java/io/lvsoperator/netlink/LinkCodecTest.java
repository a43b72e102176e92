package io.lvsoperator.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fixtures: what iproute2 6.1 sent and what Linux 6.18 answered, as strace showed it. */
class LinkCodecTest {
  private static final InetAddress VIP = InetAddress.ofLiteral("10.23.21.180");

  @Test
  void readsWhatIpSendsForAnAddress() {
    assertThat(
            LinkCodec.readAddress(Bytes.of("0220000003000000 080002000a1715b4 080001000a1715b4")))
        .isEqualTo(new AddressInfo(3, VIP, 32, 0, 0));
  }

  @Test
  void writesAddressesAsIpDoesAndTheProtocolWithThem() {
    assertThat(
            Bytes.hex(writer -> LinkCodec.writeAddress(writer, new AddressInfo(3, VIP, 32, 76, 0))))
        .isEqualTo("0220000003000000080002000a1715b4080001000a1715b4" + "05000b004c000000");
  }

  @Test
  void readsIpv6AddressesAndTheKernelsOwnProtocol() {
    AddressInfo address =
        LinkCodec.readAddress(
            Bytes.of(
                """
                0a40c0fd03000000 14000100fe800000000000000042acfffe110002
                14000600ffffffffffffffffda5a0400da5a0400 08000800c0000000 05000b0003000000
                """));
    assertThat(address)
        .isEqualTo(new AddressInfo(3, InetAddress.ofLiteral("fe80::42:acff:fe11:2"), 64, 3, 253));
  }

  @Test
  void readsTheOwnAddressOfAPointToPointInterfaceNotThePeers() {
    assertThat(
            LinkCodec.readAddress(Bytes.of("0220000003000000 080001000a000001 080002000a000002"))
                .address())
        .isEqualTo(InetAddress.ofLiteral("10.0.0.2"));
  }

  @Test
  void readsInterfacesWithTheirSysctls() {
    LinkInfo link =
        LinkCodec.readLink(
            Bytes.of(
                """
                0000010003000000 4310010000000000 0900030065746830 00000000 08000400dc050000
                0a0001000242ac1100020000 10001200 0900010076657468 00000000
                24001a00 20000200 1c000100 010000000000000001000000 000000000000000001000000
                """));
    assertThat(link.index()).isEqualTo(3);
    assertThat(link.name()).isEqualTo("eth0");
    assertThat(link.hardwareAddress()).contains("02:42:ac:11:00:02");
    assertThat(link.mtu()).isEqualTo(1500);
    assertThat(link.type()).isEqualTo(1);
    assertThat(link.up()).isTrue();
    assertThat(link.loopback()).isFalse();
    assertThat(link.kind()).isEqualTo("veth");
    assertThat(link.inetConf())
        .isEqualTo(Map.of(1, 1, 2, 0, 3, 1, 4, 0, 5, 0, LinkInfo.SEND_REDIRECTS, 1));
  }
}
