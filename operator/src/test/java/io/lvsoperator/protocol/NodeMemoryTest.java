package io.lvsoperator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Way;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The real server's side of the protocol, a step at a time. */
class NodeMemoryTest {
  private static final Attachment WEB = attachment("web");
  private static final Attachment MAIL = attachment("mail");

  private NodeMemory memory = NodeMemory.NOTHING;
  private final Set<String> gone = new HashSet<>();
  private Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private boolean allowed = true;

  private static Attachment attachment(String name) {
    return Attachment.of(
        new ServiceRef("shop", name),
        IpAddress.parse("10.23.21.180"),
        IpAddress.parse("10.23.190.76"),
        new Way(Mode.DR, Optional.empty()),
        List.of(new PortMapping(Protocol.TCP, 80, 80)));
  }

  private static Request request(String director, long sequence, Attachment... attachments) {
    return new Request(
        director, "rs01", Request.PROTOCOL, "boot", sequence, List.of(), List.of(attachments));
  }

  private Set<String> look(Request... stored) {
    memory =
        memory.after(
            List.of(stored),
            gone::contains,
            (_, _) ->
                allowed
                    ? Optional.empty()
                    : Optional.of(new Answer.Refusal("NotAllowed", "no rule allows it")),
            now);
    return memory.attachments().keySet();
  }

  @Test
  void keepsWhatAnyDirectorAsksFor() {
    assertThat(look(request("lb01", 1, WEB), request("lb02", 4, WEB, MAIL)))
        .containsExactlyInAnyOrder(WEB.id(), MAIL.id());
    assertThat(look(request("lb01", 2), request("lb02", 4, WEB, MAIL)))
        .containsExactlyInAnyOrder(WEB.id(), MAIL.id());
    assertThat(memory.attachments().get(WEB.id()).directors())
        .extracting(peer -> peer.node())
        .containsExactly("lb02");
  }

  @Test
  void aSmallerOrEqualSequenceChangesNothing() {
    look(request("lb01", 5, WEB));

    assertThat(look(request("lb01", 5, MAIL))).containsExactly(WEB.id());
    assertThat(look(request("lb01", 4))).containsExactly(WEB.id());
    assertThat(look(request("lb01", 6))).isEmpty();
  }

  @Test
  void anUnknownProtocolChangesNothing() {
    look(request("lb01", 5, WEB));

    assertThat(look(new Request("lb01", "rs01", 2, "boot", 6, List.of(), List.of())))
        .containsExactly(WEB.id());
  }

  @Test
  void absenceAloneChangesNothing() {
    look(request("lb01", 1, WEB));
    now = now.plusSeconds(3600);
    look();
    now = now.plusSeconds(3600);

    assertThat(look()).containsExactly(WEB.id());
  }

  @Test
  void letsGoWhenTheDirectorIsGoneToo() {
    look(request("lb01", 1, WEB));
    gone.add("lb01");
    assertThat(look()).containsExactly(WEB.id());
    now = now.plusSeconds(59);
    assertThat(look()).containsExactly(WEB.id());
    now = now.plusSeconds(1);

    assertThat(look()).isEmpty();
    assertThat(memory.honoured()).isEmpty();
  }

  @Test
  void bothLooksMustFindTheDirectorGone() {
    look(request("lb01", 1, WEB));
    gone.add("lb01");
    look();
    gone.clear();
    now = now.plusSeconds(30);
    look();
    gone.add("lb01");
    now = now.plusSeconds(30);

    assertThat(look()).containsExactly(WEB.id());
  }

  @Test
  void forgetsADirectorThatHasDeletedItsEmptyObject() {
    look(request("lb01", 1, WEB));
    look(request("lb01", 2));

    look();

    assertThat(memory.honoured()).isEmpty();
  }

  @Test
  void rulesDecideWhatIsTakenOnAndNeverWhatIsKept() {
    look(request("lb01", 1, WEB));
    allowed = false;

    assertThat(look(request("lb01", 2, WEB, MAIL))).containsExactly(WEB.id());
    assertThat(answer().exceptions()).containsOnlyKeys(MAIL.id());

    allowed = true;
    assertThat(look(request("lb01", 2, WEB, MAIL))).containsExactlyInAnyOrder(WEB.id(), MAIL.id());
    assertThat(answer().exceptions()).isEmpty();
  }

  @Test
  void answersWithWhatItHonoursAndNamesWhatIsNotInPlace() {
    look(request("lb01", 3, WEB, MAIL));

    Answer answer =
        memory
            .answers(
                "node-boot",
                (_, id) ->
                    id.equals(MAIL.id())
                        ? Optional.of(new Answer.Refusal("Pending", "not yet"))
                        : Optional.empty())
            .get("lb01");

    assertThat(answer.bootId()).isEqualTo("node-boot");
    assertThat(answer.acknowledged()).contains(new Answer.Acknowledged("boot", 3));
    assertThat(answer.exceptions()).containsOnlyKeys(MAIL.id());
  }

  private Answer answer() {
    return memory.answers("node-boot", (_, _) -> Optional.empty()).get("lb01");
  }
}
