package io.lvsoperator.controller;

import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Way;
import io.lvsoperator.protocol.Request;
import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every verdict on a RealServer, on a real API server, beside a witness that still works. */
@Tag("apiserver")
@ExtendWith(ApiServer.Extension.class)
class RealServerVerdictsApiServerTest {
  private static Bench bench;
  private Runnable cleanUp;

  @BeforeAll
  static void start(ApiServer server) {
    bench = new Bench(server).start();
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @BeforeEach
  void mark() {
    cleanUp = bench.mark();
  }

  @AfterEach
  void othersKeepWorking() {
    bench.witness();
    cleanUp.run();
    bench.director("");
  }

  private static Thing web() {
    return service("web");
  }

  @Test
  void aManagedRealServerIsANodeWithItsAddress() {
    bench.create(web());
    bench.create(realServer("nobody", "10.23.201.3"));
    bench.create(realServer("gone", "10.23.201.4").with("spec.nodeName", "rs09"));
    bench.create(realServer("elsewhere", "10.23.201.5").with("spec.nodeName", "rs01"));
    bench.create(realServer("good", "10.23.190.76"));
    bench.realServer("nobody", "Accepted=False NodeNotFound");
    bench.realServer("gone", "Ready=False NodeNotFound");
    bench.realServer("elsewhere", "Accepted=False AddressNotLocal");
    bench.member("web", "elsewhere", "ResolvedRefs=False AddressNotLocal");
    bench.realServer("good", "Accepted=True Accepted");
    bench.realServer("good", "Ready=False Pending");
    bench.member("web", "good", "Configured=Unknown Pending");
    assertThat(bench.realServer("good").reported().nodeName()).contains("rs01");
    bench.service("web", "ResolvedRefs=True Resolved");
  }

  /** What lb01 asks of rs01 for the service. */
  private static Attachment attachment() {
    return Attachment.of(
        new ServiceRef("shop", "web"),
        IpAddress.parse("10.23.21.180"),
        IpAddress.parse("10.23.190.76"),
        new Way(Mode.NAT, Optional.empty()),
        List.of(new PortMapping(Protocol.TCP, 80, 80)));
  }

  @Test
  void aManagedRealServerIsReadyWhenItsNodeAndItsDirectorSaySo() {
    bench.create(web());
    bench.create(realServer("rs01", "10.23.190.76"));
    Thing request =
        Thing.request(
            new Request(
                "lb01",
                "rs01",
                Request.PROTOCOL,
                "boot-lb01",
                7,
                List.of(),
                List.of(attachment())));
    bench.create(request);
    Thing answer = World.acknowledgement(request, "lb01", "rs01");
    bench.answer(answer);
    bench.member("web", "rs01", "Configured=True Configured");
    bench.director(Bench.programmed("web", "10.23.21.180", "10.23.190.76"), "10.23.21.180");
    bench.realServer("rs01", "Ready=True Ready");
    bench.service("web", "Ready=True Ready");
    bench.service("web", "Degraded=False Ready");
    bench.answer(
        answer.with(
            "status.exceptions",
            "[{id: '%s', reason: AddressNotLocal, message: it is gone}]"
                .formatted(attachment().id())));
    assertThat(bench.member("web", "rs01", "Configured=False Pending").message())
        .isEqualTo("Node rs01: AddressNotLocal: it is gone");
    bench.service("web", "Ready=False NoEligibleRealServers");
  }

  @Test
  void aDrainingRealServerIsNotAFault() {
    bench.create(web());
    bench.create(Bench.external("a", "10.23.201.1"));
    bench.create(Bench.external("b", "10.23.201.2").with("spec.state", "Draining"));
    bench.director(Bench.programmed("web", "10.23.21.180", "10.23.201.1"), "10.23.21.180");
    bench.realServer("b", "Ready=True Draining");
    bench.service("web", "Degraded=True Draining");
    bench.service("web", "Ready=True Ready");
  }

  @Test
  void twoRealServersWithOneAddressAreOneTooMany() {
    bench.create(Bench.external("old", "10.23.201.1"));
    bench.realServer("old", "Accepted=True Accepted");
    Bench.waitForTheNextSecond();
    bench.create(Bench.external("new", "10.23.201.1"));
    bench.realServer("new", "Accepted=False DuplicateAddress");
    bench.realServer("old", "Ready=True NotSelected");
  }

  @Test
  void anotherFamilyOrAnotherRangeIsThatServersAlone() {
    bench.create(web());
    bench.create(Bench.external("six", "fd00::9"));
    bench.create(Bench.external("far", "10.99.0.9"));
    bench.create(Bench.external("good", "10.23.201.1"));
    bench.member("web", "six", "ResolvedRefs=False AddressFamilyMismatch");
    assertThat(bench.member("web", "far", "ResolvedRefs=False NotAllowed").message())
        .isEqualTo(
            "DirectorGroup default allows namespace shop the real servers 10.23.0.0/16 (rule web),"
                + " not 10.99.0.9");
    bench.member("web", "good", "ResolvedRefs=True Resolved");
    assertThat(bench.service("web", "ResolvedRefs=True Resolved").message())
        .contains("six: AddressFamilyMismatch", "far: NotAllowed");
  }
}
