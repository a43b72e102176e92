package io.lvsoperator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Way;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The director's side of the protocol, a step at a time. */
class DirectorMemoryTest {
  private static final Attachment DR = attachment(Mode.DR);
  private static final Attachment NAT = attachment(Mode.NAT);

  private DirectorMemory memory = DirectorMemory.NOTHING.sawBoot("node-1");
  private Stored stored = Stored.nothing("lb01", "rs01");
  private String boot = "director-1";
  private long clock;
  private String mac = "02:00:00:00:00:01";

  private static Attachment attachment(Mode mode) {
    return Attachment.of(
        new ServiceRef("shop", "web"),
        IpAddress.parse("10.23.21.180"),
        IpAddress.parse("10.23.190.76"),
        new Way(mode, Optional.empty()),
        List.of(new PortMapping(Protocol.TCP, 80, 80)));
  }

  private void ask(Attachment... wanted) {
    Map<String, Asked> all = new HashMap<>();
    List.of(wanted).forEach(one -> all.put(one.id(), DirectorMemory.wanted(one)));
    List<Identity> identity =
        List.of(
            new Identity("eth0", MacAddress.parse(mac), List.of(Subnet.parse("10.23.21.184/16"))));
    memory = memory.asking(all, new DirectorMemory.Director("lb01", boot, identity, clock), stored);
  }

  /** The API server has what is remembered. */
  private void write() {
    stored =
        new Stored("lb01", "rs01", Optional.of(memory.request("lb01", "rs01")), stored.answer());
  }

  private void acknowledge(String nodeBoot, String directorBoot, long sequence, String... except) {
    Map<String, Answer.Refusal> exceptions = new HashMap<>();
    List.of(except)
        .forEach(id -> exceptions.put(id, new Answer.Refusal("AddressNotLocal", "gone")));
    Answer answer =
        Answer.of(
            nodeBoot, Optional.of(new Answer.Acknowledged(directorBoot, sequence)), exceptions);
    stored = new Stored("lb01", "rs01", stored.request(), Optional.of(answer));
    memory = memory.heard(answer);
  }

  private Eligibility of(Attachment attachment) {
    return memory.eligibility(attachment.id());
  }

  @Test
  void givesWeightWhenTheNodeHasAcknowledgedTheRequest() {
    ask(DR);
    write();

    assertThat(memory.sequence()).isEqualTo(1);
    assertThat(of(DR)).isEqualTo(Eligibility.UNKNOWN);

    acknowledge("node-1", "director-1", 1);

    assertThat(of(DR)).isEqualTo(Eligibility.IN_PLACE);
  }

  @Test
  void countsTheTimeAmongTheNumbersOnlyWhereNothingWasAskedBefore() {
    clock = 1_000;
    ask(DR);
    write();

    assertThat(memory.sequence()).isEqualTo(1_001);

    clock = 2_000;
    ask(DR, NAT);

    assertThat(memory.sequence()).isEqualTo(1_002);
  }

  @Test
  void asksNothingTwice() {
    ask(DR);
    write();
    DirectorMemory before = memory;

    ask(DR);

    assertThat(memory).isEqualTo(before);
  }

  @Test
  void anAcknowledgementOfAnEarlierRequestCountsForWhatThatAskedFor() {
    ask(NAT);
    write();
    ask(NAT, DR);
    write();

    acknowledge("node-1", "director-1", 1);

    assertThat(of(NAT)).isEqualTo(Eligibility.IN_PLACE);
    assertThat(of(DR)).isEqualTo(Eligibility.UNKNOWN);
  }

  @Test
  void aBootThatWasNeverSeenTakesTheWeightUntilItIsAskedForAgainAndAcknowledged() {
    ask(DR);
    write();
    acknowledge("node-1", "director-1", 1);

    memory = memory.sawBoot("node-2");

    assertThat(of(DR)).isEqualTo(Eligibility.NOT_IN_PLACE);

    acknowledge("node-1", "director-1", 1); // a late one of the boot before
    assertThat(of(DR)).isEqualTo(Eligibility.NOT_IN_PLACE);

    ask(DR);
    write();
    assertThat(memory.sequence()).isEqualTo(2);
    acknowledge("node-2", "director-1", 2);

    assertThat(of(DR)).isEqualTo(Eligibility.IN_PLACE);
  }

  @Test
  void anExceptionTakesTheWeightAndItsEndAsksAgain() {
    ask(DR);
    write();
    acknowledge("node-1", "director-1", 1);
    acknowledge("node-1", "director-1", 1, DR.id());

    assertThat(of(DR)).isEqualTo(Eligibility.NOT_IN_PLACE);

    acknowledge("node-1", "director-1", 1);
    assertThat(of(DR))
        .as("what was said before does not count")
        .isEqualTo(Eligibility.NOT_IN_PLACE);

    ask(DR);
    write();
    acknowledge("node-1", "director-1", 2);

    assertThat(of(DR)).isEqualTo(Eligibility.IN_PLACE);
  }

  @Test
  void anExceptionForAllIsOneForEach() {
    ask(DR);
    write();
    acknowledge("node-1", "director-1", 1, Answer.ALL);

    assertThat(of(DR)).isEqualTo(Eligibility.NOT_IN_PLACE);
  }

  @Test
  void itsOwnBootAndAnotherIdentityAskAgainAndLeaveWeightsAsTheyStand() {
    ask(DR);
    write();
    acknowledge("node-1", "director-1", 1);
    boot = "director-2";

    ask(DR);

    assertThat(memory.sequence()).isEqualTo(2);
    assertThat(of(DR)).isEqualTo(Eligibility.UNKNOWN);

    write();
    acknowledge("node-1", "director-2", 2);
    mac = "02:00:00:00:00:02";
    ask(DR);

    assertThat(memory.sequence()).isEqualTo(3);
    assertThat(of(DR)).isEqualTo(Eligibility.UNKNOWN);
  }

  @Test
  void anObjectThatIsGoneIsAskedForAgain() {
    ask(DR);
    write();
    acknowledge("node-1", "director-1", 1);
    stored = Stored.nothing("lb01", "rs01");

    ask(DR);

    assertThat(memory.sequence()).isEqualTo(2);
    assertThat(of(DR)).isEqualTo(Eligibility.UNKNOWN);
  }

  @Test
  void neverUsesANumberTwiceAfterARestore() {
    ask(DR);
    write();
    memory = DirectorMemory.NOTHING; // its disk was lost
    acknowledge("node-1", "director-1", 7);

    ask(DR);

    assertThat(memory.sequence()).isEqualTo(8);
  }

  @Test
  void writesAboveASpecThatIsNotItsOwn() {
    ask(DR);
    write();
    Request other = memory.request("lb01", "rs01");
    stored =
        new Stored(
            "lb01",
            "rs01",
            Optional.of(
                new Request("lb01", "rs01", 1, other.bootId(), 5, other.identity(), List.of(NAT))),
            Optional.empty());

    ask(DR);

    assertThat(memory.sequence()).isEqualTo(6);
  }

  @Test
  void deletesItsObjectWhenTheEmptyOneIsAcknowledged() {
    ask(DR);
    write();
    acknowledge("node-1", "director-1", 1);
    ask();
    assertThat(memory.sequence()).isEqualTo(2);
    assertThat(memory.mayDelete(stored)).isFalse();
    write();
    assertThat(memory.mayDelete(stored)).isFalse();
    acknowledge("node-1", "director-1", 2);

    assertThat(memory.mayDelete(stored)).isTrue();

    memory = memory.afterDeletion();
    stored = Stored.nothing("lb01", "rs01");
    DirectorMemory deleted = memory;
    ask();
    assertThat(memory).isEqualTo(deleted);
  }

  @Test
  void forgetsTheEarliestBootsFirst() {
    for (int i = 0; i < 2 * DirectorMemory.MOST_BOOTS; i++) {
      memory = memory.sawBoot("boot-" + i);
    }

    assertThat(memory.seenBoots())
        .hasSize(DirectorMemory.MOST_BOOTS)
        .contains("boot-" + (2 * DirectorMemory.MOST_BOOTS - 1));
  }
}
