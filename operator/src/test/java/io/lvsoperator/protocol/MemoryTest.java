package io.lvsoperator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Way;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Both sides of one node. */
class MemoryTest {
  private static final Attachment WEB =
      Attachment.of(
          new ServiceRef("shop", "web"),
          IpAddress.parse("10.23.21.180"),
          IpAddress.parse("10.23.190.76"),
          new Way(Mode.DR, Optional.empty()),
          List.of(new PortMapping(Protocol.TCP, 80, 80)));

  private static Memory.Look look(Stored... stored) {
    return new Memory.Look(
        List.of(stored),
        Map.of("rs01", Set.of("node-1")),
        _ -> false,
        (_, _) -> Optional.empty(),
        Instant.parse("2026-11-30T12:00:00Z"));
  }

  private static Stored stored(String director, String node) {
    Request request =
        new Request(director, node, Request.PROTOCOL, "director-1", 4, List.of(), List.of(WEB));
    Answer answer =
        Answer.of("node-1", Optional.of(new Answer.Acknowledged("director-1", 4)), Map.of());
    return new Stored(director, node, Optional.of(request), Optional.of(answer));
  }

  @Test
  void aDirectorThatHasLostItsDiskStillKnowsWhatItAskedFor() {
    Memory memory = Memory.NOTHING.after(look(stored("lb01", "rs01")), "lb01");
    DirectorMemory rs01 = memory.asked().get("rs01");
    assertThat(rs01.asked()).containsOnlyKeys(WEB.id());
    assertThat(rs01.eligibility(WEB.id()))
        .as("in which boots the node was seen is lost too")
        .isEqualTo(Eligibility.NOT_IN_PLACE);
    Map<String, Asked> nothing = Map.of();
    DirectorMemory.Director lb01 = new DirectorMemory.Director("lb01", "director-2", List.of(), 0);
    assertThat(rs01.asking(nothing, lb01, stored("lb01", "rs01")).sequence()).isEqualTo(5);
  }

  @Test
  void aNodeHonoursWhatIsAddressedToItAndNothingElse() {
    Memory memory =
        Memory.NOTHING.after(look(stored("lb01", "rs01"), stored("lb01", "rs02")), "rs01");
    assertThat(memory.honoured().honoured()).containsOnlyKeys("lb01");
    assertThat(memory.asked()).isEmpty();
  }
}
