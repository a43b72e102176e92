package io.lvsoperator.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.ffm.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttributesTest {
  @Test
  void padsAttributesToFourBytes() {
    assertThat(Bytes.hex(writer -> writer.u8(1, 0xff).u16(2, 0x0102).be16(3, 0x0102)))
        .isEqualTo("05000100ff000000" + "0600020002010000" + "0600030001020000");
  }

  @Test
  void endsStringsWithZero() {
    assertThat(Bytes.hex(writer -> writer.string(6, "wrr"))).isEqualTo("0800060077727200");
    assertThat(Bytes.hex(writer -> writer.string(6, "rr"))).isEqualTo("0700060072720000");
  }

  @Test
  void readsBackWhatItWroteWhateverTheValues() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      int u8 = random.nextInt(256);
      int u16 = random.nextInt(65536);
      int u32 = random.nextInt();
      Attributes read =
          new Attributes(
              Bytes.written(
                  writer -> {
                    writer.u8(1, u8).be16(2, u16).u32(3, u32).be32(4, u32).u16(5, u16);
                    int nest = writer.beginNested(6);
                    writer.string(1, "inner" + u8);
                    writer.endNested(nest);
                  }));
      assertThat(read.u8(1, -1)).as("seed %d", seed).isEqualTo(u8);
      assertThat(read.be16(2, -1)).as("seed %d", seed).isEqualTo(u16);
      assertThat(read.u32(3, 7)).as("seed %d", seed).isEqualTo(u32);
      assertThat(read.unsigned32(3, 7)).as("seed %d", seed).isEqualTo(u32 & 0xffff_ffffL);
      assertThat(read.be32(4, 7)).as("seed %d", seed).isEqualTo(u32);
      assertThat(read.u16(5, -1)).as("seed %d", seed).isEqualTo(u16);
      assertThat(read.nested(6).flatMap(nest -> nest.string(1))).contains("inner" + u8);
    }
  }

  @Test
  void answersTheGivenValueForAnAbsentAttribute() {
    Attributes attributes = new Attributes(Bytes.of("0500010007000000"));
    assertThat(attributes.u32(2, 42)).isEqualTo(42);
    assertThat(attributes.string(2)).isEmpty();
    assertThat(attributes.has(1)).isTrue();
  }

  @Test
  void visitsAttributesInOrder() {
    List<Integer> types = new ArrayList<>();
    new Attributes(Bytes.of("0500010007000000 04000900 0600028001020000"))
        .forEach((type, content) -> types.add(type));
    assertThat(types).containsExactly(1, 9, 2);
  }

  @Test
  void refusesAnAttributeThatIsLongerThanTheMessage() {
    assertThatThrownBy(() -> new Attributes(Bytes.of("0c00010007000000")).u32(1, 0))
        .isInstanceOfSatisfying(
            NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADMSG))
        .hasMessageContaining("attribute 1 says 12 bytes, 8 are left");
  }

  @Test
  void refusesAnAttributeWithoutRoomForItsHeaderRatherThanLoopForever() {
    assertThatThrownBy(() -> new Attributes(Bytes.of("0000010007000000")).has(2))
        .isInstanceOf(NetlinkException.class);
  }

  @Test
  void refusesANumberThatIsTooShort() {
    assertThatThrownBy(() -> new Attributes(Bytes.of("0600010007000000")).u32(1, 0))
        .hasMessageContaining("attribute 1 has 2 bytes, not 4");
  }
}
