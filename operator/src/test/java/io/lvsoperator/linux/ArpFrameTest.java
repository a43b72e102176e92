package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ArpFrameTest {
  private static final MacAddress SELF = MacAddress.parse("02:42:ac:11:00:02");
  private static final MacAddress OTHER = MacAddress.parse("02:42:ac:11:00:03");
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  private static final IpAddress RIP = IpAddress.parse("10.23.190.76");

  @Test
  void anAnnouncementClaimsTheAddressForEverybody() {
    assertThat(hex(ArpFrame.announcement(SELF, VIP)))
        .isEqualTo(
            "ffffffffffff"
                + "0242ac110002"
                + "0806"
                + "0001"
                + "0800"
                + "06"
                + "04"
                + "0001"
                + "0242ac110002"
                + "0a1715b4"
                + "000000000000"
                + "0a1715b4");
  }

  @Test
  void aProbeClaimsNothing() {
    assertThat(hex(ArpFrame.probe(SELF, VIP)))
        .isEqualTo(
            "ffffffffffff"
                + "0242ac110002"
                + "0806"
                + "0001"
                + "0800"
                + "06"
                + "04"
                + "0001"
                + "0242ac110002"
                + "00000000"
                + "000000000000"
                + "0a1715b4");
  }

  @Test
  void readsBackWhatItWrites() {
    ArpFrame frame = new ArpFrame(2, OTHER, VIP, RIP);
    assertThat(ArpFrame.parse(frame.toBuffer())).contains(frame);
  }

  @Test
  void readsNothingFromOtherFrames() {
    ByteBuffer ip = ArpFrame.probe(SELF, VIP).toBuffer();
    ip.putShort(12, (short) 0x0800);
    assertThat(ArpFrame.parse(ip)).isEmpty();
    assertThat(ArpFrame.parse(ByteBuffer.allocate(20))).isEmpty();
  }

  @Test
  void anAnswerOrAnySpeakerWithTheAddressHasIt() {
    assertThat(new ArpFrame(2, OTHER, VIP, IpAddress.parse("0.0.0.0")).claims(VIP, SELF)).isTrue();
    assertThat(new ArpFrame(1, OTHER, VIP, RIP).claims(VIP, SELF)).isTrue();
  }

  @Test
  void somebodyElsesProbeOfTheSameAddressIsAConflict() {
    assertThat(ArpFrame.probe(OTHER, VIP).claims(VIP, SELF)).isTrue();
  }

  @Test
  void ourOwnFramesAndQuestionsOfOthersAreNone() {
    assertThat(ArpFrame.probe(SELF, VIP).claims(VIP, SELF)).isFalse();
    assertThat(ArpFrame.announcement(SELF, VIP).claims(VIP, SELF)).isFalse();
    assertThat(new ArpFrame(1, OTHER, RIP, VIP).claims(VIP, SELF)).isFalse();
    assertThat(ArpFrame.probe(OTHER, RIP).claims(VIP, SELF)).isFalse();
  }

  private static String hex(ArpFrame frame) {
    ByteBuffer buffer = frame.toBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
