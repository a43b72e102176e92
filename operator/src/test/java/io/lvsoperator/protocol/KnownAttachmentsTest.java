package io.lvsoperator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.Backend;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Way;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What was asked for before is found, and is what a new one would be. */
class KnownAttachmentsTest {
  private static final Backend RS01 =
      new Backend(
          new ServiceRef("shop", "rs01"),
          IpAddress.parse("10.23.190.76"),
          1,
          0,
          0,
          Eligibility.IN_PLACE);
  private static final PortMapping HTTP = new PortMapping(Protocol.TCP, 80, 80);
  private static final PortMapping DNS = new PortMapping(Protocol.UDP, 53, 53);

  private static DirectedService web(Mode mode, PortMapping... ports) {
    return new DirectedService(
        new ServiceRef("shop", "web"),
        IpAddress.parse("10.23.21.180"),
        false,
        mode,
        Optional.empty(),
        List.of(ports),
        Scheduler.RR,
        Set.of(),
        Optional.empty(),
        false,
        List.of(RS01),
        Duration.ofSeconds(60),
        Optional.empty(),
        List.of(),
        List.of(),
        Set.of());
  }

  private static Attachment fresh(DirectedService service) {
    return Attachment.of(
        service.name(),
        service.vip(),
        RS01.address(),
        new Way(service.mode(), service.tunnel()),
        service.ports());
  }

  private static KnownAttachments known(Attachment... attachments) {
    Map<String, Asked> asked = new TreeMap<>();
    for (Attachment one : attachments) {
      asked.put(one.id(), DirectorMemory.wanted(one));
    }
    return new KnownAttachments(Map.of("rs01", DirectorMemory.NOTHING.waiting(asked)));
  }

  @Test
  void oneThatWasAskedForIsFound() {
    Attachment asked = fresh(web(Mode.DR, HTTP, DNS));

    assertThat(known(asked).wanted("rs01", web(Mode.DR, HTTP, DNS), RS01)).isSameAs(asked);
  }

  @Test
  void marksAreTheDirectorsAndMakeNoOtherAttachment() {
    Attachment asked = fresh(web(Mode.DR, HTTP));
    PortMapping marked = new PortMapping(Protocol.TCP, PortRange.of(80), 80, Optional.of(0x1001));

    assertThat(known(asked).wanted("rs01", web(Mode.DR, marked), RS01)).isSameAs(asked);
  }

  @Test
  void anEditMakesTheSameAsWithoutMemory() {
    KnownAttachments known = known(fresh(web(Mode.DR, HTTP)), fresh(web(Mode.NAT, HTTP, DNS)));

    for (DirectedService edited :
        List.of(
            web(Mode.TUN, HTTP),
            web(Mode.DR, HTTP, DNS),
            web(Mode.NAT, DNS, HTTP),
            web(Mode.NAT, new PortMapping(Protocol.TCP, 80, 8080)))) {
      assertThat(known.wanted("rs01", edited, RS01)).isEqualTo(fresh(edited));
    }
  }

  @Test
  void whatAnotherNodeIsAskedForIsNotMeant() {
    Attachment asked = fresh(web(Mode.DR, HTTP));

    assertThat(known(asked).at("rs02", web(Mode.DR, HTTP), RS01)).isEmpty();
    assertThat(known(asked).at("rs01", web(Mode.NAT, HTTP), RS01)).containsExactly(asked);
  }
}
