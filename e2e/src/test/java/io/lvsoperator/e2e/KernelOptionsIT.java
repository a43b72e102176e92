package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What a DirectorGroup sets of ipvs stands in the kernel, is reported with its reason, and goes.
 */
@LabTest
class KernelOptionsIT {
  private static final String READ =
      """
      cd /proc/sys/net/ipv4/vs
      grep . conn_reuse_mode expire_nodest_conn expire_quiescent_template run_estimation sloppy_tcp
      ipvsadm -L --timeout
      """;

  private static final String FOREIGN = "ipvsadm -A -t 10.96.0.10:53 -s rr";

  @Test
  void followsTheGroupsTheOlderOneFirst(Bed bed) {
    try (Scenario scenario = Scenario.of(bed, KernelOptionsIT.class)) {
      kernel(
          scenario,
          "conn_reuse_mode:1",
          "expire_nodest_conn:1",
          "expire_quiescent_template:1",
          "run_estimation:1",
          "sloppy_tcp:0",
          "Timeout (tcp tcpfin udp): 900 120 300");
      reported(bed, scenario, "net.ipv4.vs.expire_nodest_conn", "1 Default ");
      reported(bed, scenario, "timeout tcp", "900 Untouched ");

      scenario.apply(group("default", "{tcpTimeoutSeconds: 7200, expireNodestConn: false}"));
      Scenario.sleep(Duration.ofSeconds(1)); // ages are counted in whole seconds
      scenario.apply(group("young", "{tcpTimeoutSeconds: 60, sloppyTcp: true}"));
      kernel(
          scenario,
          "conn_reuse_mode:1",
          "expire_nodest_conn:0",
          "expire_quiescent_template:1",
          "run_estimation:1",
          "sloppy_tcp:1",
          "Timeout (tcp tcpfin udp): 7200 120 300");
      reported(bed, scenario, "timeout tcp", "7200 Group default");
      reported(bed, scenario, "net.ipv4.vs.sloppy_tcp", "1 Group young");
      scenario.reason("lvsnode", "lb01", "GroupsAgree", "OlderGroup");

      scenario.node("lb01").sh(FOREIGN);
      reported(bed, scenario, "net.ipv4.vs.expire_quiescent_template", "0 ForeignVirtualServers ");
      reported(bed, scenario, "net.ipv4.vs.sloppy_tcp", "1 Group young");
      scenario.node("lb01").sh(FOREIGN.replace("-A", "-D").replace(" -s rr", ""));
      reported(bed, scenario, "net.ipv4.vs.expire_quiescent_template", "1 Default ");
    }
  }

  private static String group(String name, String ipvs) {
    return """
        apiVersion: lvsoperator.io/v1alpha1
        kind: DirectorGroup
        metadata: {name: %s}
        spec:
          nodeSelector: {matchLabels: {kubernetes.io/hostname: lb01}}
          allow:
            - {name: lab, namespaceSelector: {}, vips: [10.23.21.0/24], realServers: [10.23.0.0/16]}
          ipvs: %s
        """
        .formatted(name, ipvs);
  }

  private static void kernel(Scenario scenario, String... lines) {
    scenario.eventually(
        () ->
            assertThat(scenario.node("lb01").sh(READ).lines().map(String::strip))
                .containsExactly(lines));
  }

  private static void reported(Bed bed, Scenario scenario, String option, String expected) {
    String entry = ".status.ipvsOptions[?(@.name==\"%s\")]".formatted(option);
    scenario.eventually(
        () ->
            assertThat(
                    "%s %s %s"
                        .formatted(
                            bed.kubectl().field("lvsnode", "lb01", entry + ".value"),
                            bed.kubectl().field("lvsnode", "lb01", entry + ".reason"),
                            bed.kubectl().field("lvsnode", "lb01", entry + ".group")))
                .as(option)
                .isEqualTo(expected));
  }
}
