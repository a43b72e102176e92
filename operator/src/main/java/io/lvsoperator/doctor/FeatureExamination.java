package io.lvsoperator.doctor;

import io.lvsoperator.model.Mode;
import java.util.ArrayList;
import java.util.List;

/** What differs between kernels, asked for one by one: distributions backport. */
final class FeatureExamination implements Examination {
  /** {@code DirectorGroup.spec.ipvs} can set these. */
  private static final List<String> OPTIONS =
      List.of(
          "conn_reuse_mode",
          "expire_nodest_conn",
          "expire_quiescent_template",
          "run_estimation",
          "sloppy_tcp",
          "pmtu_disc",
          "conn_max");

  @Override
  public List<Finding> findings(Facts facts) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            "labels on addresses",
            Scope.ALL,
            facts.addressesKeepProtocol()
                ? "this kernel keeps who added an address: ours carry protocol 76"
                : "this kernel forgets who added an address (before 5.18): ours are in the journal"));
    if (facts.ipvs().isEmpty()) {
      findings.add(
          Finding.ok(
              "ipvs options",
              Scope.director(),
              "not known before ip_vs is loaded: no net.ipv4.vs"));
      return findings;
    }
    var parameters = facts.ipvs().get().parameters();
    findings.add(
        parameters.containsKey("conntrack")
            ? Finding.ok(
                "ipvs and conntrack",
                Scope.director(),
                "net.ipv4.vs.conntrack is "
                    + parameters.get("conntrack")
                    + ("1".equals(parameters.get("conntrack"))
                        ? ""
                        : "; the agent sets 1 with the first service"))
            : Finding.fail(
                "ipvs and conntrack",
                Scope.director(Mode.NAT, Mode.FULLNAT),
                "no net.ipv4.vs.conntrack: this kernel was built without CONFIG_IP_VS_NFCT",
                "grep IP_VS_NFCT /boot/config-%s  # another kernel is needed"
                    .formatted(facts.release())));
    List<String> missing = OPTIONS.stream().filter(o -> !parameters.containsKey(o)).toList();
    findings.add(
        Finding.ok(
            "ipvs options",
            Scope.director(),
            missing.isEmpty()
                ? "this kernel has all that a DirectorGroup can set"
                : "this kernel has no net.ipv4.vs." + String.join(", ", missing)));
    return findings;
  }
}
