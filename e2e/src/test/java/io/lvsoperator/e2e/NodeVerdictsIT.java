package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.Running;
import org.junit.jupiter.api.Test;

/** What only a node can know becomes a condition on the object, and other services go on. */
@LabTest
class NodeVerdictsIT {
  @Test
  void saysWhatStandsInTheWayOfAServiceOnItsDirector(Bed bed) {
    try (Scenario scenario = Scenario.on(bed);
        Running<String> _ = bed.node("lb01").listen(22);
        Running<String> _ = bed.node("lb01").listenSctp("10.23.21.184:36412")) {
      var near = scenario.node("near");
      scenario.node("lb01").sh("ipvsadm -A -t 10.23.21.183:80 -s rr");
      near.sh("ip addr add 10.23.21.182/32 dev eth0");
      try {
        scenario.apply(Manifest.of(NodeVerdictsIT.class));
        scenario.reason("lvsservice", "listened", "Accepted", "PortInUse");
        scenario.reason("lvsservice", "associated", "Accepted", "PortInUse");
        scenario.reason("lvsservice", "answered", "Accepted", "AddressInUse");
        scenario.reason("lvsservice", "taken", "Programmed", "ForeignEntry");
        scenario.reason("realserver", "stranger", "Ready", "AddressNotLocal");
        scenario.eventually(
            () ->
                assertThat(
                        bed.kubectl()
                            .field(
                                "lvsservice",
                                "good",
                                ".status.conditions[?(@.type==\"Ready\")].status"))
                    .isEqualTo("True"));
        assertThat(scenario.node("client").ask(Load.http("10.23.21.180:80").times(4)).failures())
            .isEmpty();
        assertThat(scenario.node("lb01").sh("ip addr show eth0")).doesNotContain("10.23.21.182");

        near.sh("ip addr del 10.23.21.182/32 dev eth0");
        scenario.eventually(
            () ->
                assertThat(scenario.node("lb01").sh("ip addr show eth0"))
                    .as("asked again once the address is free")
                    .contains("10.23.21.182"));
      } finally {
        near.run("ip", "addr", "del", "10.23.21.182/32", "dev", "eth0");
        bed.kubectl().run("delete", "lvsservice", "taken", "--ignore-not-found").orFail();
        scenario.node("lb01").sh("ipvsadm -D -t 10.23.21.183:80");
      }
    }
  }
}
