package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NeighbourFrameTest {
  private static final IpAddress VIP = IpAddress.parse("fd00::a17:15b4");
  private static final MacAddress SELF = MacAddress.parse("02:42:ac:11:00:0a");
  private static final MacAddress OTHER = MacAddress.parse("02:42:ac:11:00:0b");

  private static String hex(NeighbourFrame frame) {
    ByteBuffer buffer = frame.toBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static ByteBuffer altered(NeighbourFrame frame, int at, int value) {
    return frame.toBuffer().put(at, (byte) value);
  }

  @Test
  void aProbeComesFromNobodyAndGoesToThoseWhoMayHaveTheAddress() {
    assertThat(hex(NeighbourFrame.probe(SELF, VIP)))
        .isEqualTo(
            "3333ff1715b4"
                + "0242ac11000a"
                + "86dd"
                + "60000000"
                + "0018"
                + "3a"
                + "ff"
                + "00000000000000000000000000000000"
                + "ff0200000000000000000001ff1715b4"
                + "8700"
                + "4811"
                + "00000000"
                + "fd00000000000000000000000a1715b4");
  }

  @Test
  void anAnnouncementIsUnaskedForAndReplacesWhatAllKnow() {
    assertThat(hex(NeighbourFrame.announcement(SELF, VIP)))
        .startsWith("333300000001" + "0242ac11000a" + "86dd")
        .contains("8800")
        .endsWith("20000000" + "fd00000000000000000000000a1715b4" + "0201" + "0242ac11000a");
  }

  @Test
  void readsWhatItWrites() {
    NeighbourFrame probe = NeighbourFrame.probe(SELF, VIP);
    NeighbourFrame announcement = NeighbourFrame.announcement(SELF, VIP);
    assertThat(NeighbourFrame.parse(probe.toBuffer())).contains(probe);
    assertThat(NeighbourFrame.parse(announcement.toBuffer())).contains(announcement);
  }

  @Test
  void whoAnnouncesOrProbesForAnAddressHasIt() {
    NeighbourFrame announcement = NeighbourFrame.announcement(OTHER, VIP);
    assertThat(announcement.claimant(VIP, SELF)).contains(OTHER);
    assertThat(NeighbourFrame.probe(OTHER, VIP).claimant(VIP, SELF)).contains(OTHER);
    assertThat(announcement.claimant(VIP, OTHER)).as("ourselves").isEmpty();
    assertThat(announcement.claimant(IpAddress.parse("fd00::1"), SELF)).isEmpty();
  }

  @Test
  void whoAsksInOrderToSpeakToAnAddressDoesNotHaveIt() {
    NeighbourFrame asking =
        new NeighbourFrame(
            NeighbourFrame.SOLICITATION,
            OTHER,
            IpAddress.parse("fd00::2"),
            NeighbourFrame.solicitedNode(VIP),
            VIP,
            Optional.of(OTHER));
    assertThat(NeighbourFrame.parse(asking.toBuffer())).contains(asking);
    assertThat(asking.claimant(VIP, SELF)).isEmpty();
  }

  @Test
  void readsNothingThatIsNotFromThisLinkOrIsDamaged() {
    NeighbourFrame good = NeighbourFrame.announcement(OTHER, VIP);
    assertThat(NeighbourFrame.parse(altered(good, 21, 254))).as("hop limit").isEmpty();
    assertThat(NeighbourFrame.parse(altered(good, 60, 1))).as("checksum").isEmpty();
    assertThat(NeighbourFrame.parse(altered(good, 20, 6))).as("TCP").isEmpty();
    assertThat(NeighbourFrame.parse(altered(good, 54, 128))).as("echo").isEmpty();
    assertThat(NeighbourFrame.parse(altered(good, 18, 1))).as("length").isEmpty();
    assertThat(NeighbourFrame.parse(good.toBuffer().limit(60))).as("cut").isEmpty();
    assertThat(NeighbourFrame.parse(ByteBuffer.allocate(0))).isEmpty();
  }
}
