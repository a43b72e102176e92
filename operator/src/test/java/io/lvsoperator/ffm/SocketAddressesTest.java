package io.lvsoperator.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketAddressesTest {
  @BeforeEach
  void fixturesAreLittleEndian() {
    Assumptions.assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void writesNetlinkAddresses() {
    assertThat(hex(SocketAddresses.netlink())).isEqualTo("100000000000000000000000");
    assertThat(SocketAddresses.netlinkPort(HexFormat.of().parseHex("100000000201000000000000")))
        .isEqualTo(0x102);
  }

  @Test
  void writesAbstractNamesWithoutTerminatingZero() {
    assertThat(hex(SocketAddresses.abstractUnix("ab"))).isEqualTo("0100" + "00" + "6162");
  }

  @Test
  void refusesAbstractNamesThatDoNotFit() {
    assertThatThrownBy(() -> SocketAddresses.abstractUnix("x".repeat(108)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("107");
  }

  @Test
  void writesPacketAddressesWithTheProtocolInNetworkOrder() {
    byte[] mac = {2, 0x42, (byte) 0xac, 0x11, 0, 2};
    byte[] address = SocketAddresses.packet(0x0806, 7, mac);
    assertThat(hex(address))
        .isEqualTo("1100" + "0806" + "07000000" + "0000" + "00" + "06" + "0242ac110002" + "0000");
    assertThat(SocketAddresses.packetHardwareAddress(address)).isEqualTo(mac);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
