package io.lvsoperator.doctor;

import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whose {@code tunl0} is: where somebody else has it, it is shared untouched or not used. */
final class TunnelDeviceExamination implements Examination {
  private static final Scope TUNNELS = Scope.realServer(Mode.TUN);
  private static final String USE_GRE =
      "kubectl -n NAMESPACE patch lvs NAME --type merge -p '{\"spec\":{\"tunnel\":{\"type\":\"GRE\"}}}'";

  @Override
  public List<Finding> findings(Facts facts) {
    List<Finding> findings = new ArrayList<>();
    facts.named("tunl0").ifPresent(tunl0 -> device(facts, tunl0, findings));
    if (OthersExamination.calico(facts)) {
      findings.add(
          Finding.warn(
              "Calico and IPIP",
              TUNNELS,
              "Calico is here: its Felix drops IPIP packets of hosts that are no nodes of Calico",
              USE_GRE));
    }
    return findings;
  }

  private static void device(Facts facts, Facts.Interface tunl0, List<Finding> findings) {
    String values = InterfaceExamination.value(facts, tunl0, "rp_filter");
    if (tunl0.foreign().isEmpty()) {
      findings.add(
          Finding.ok("tunl0", TUNNELS, "nobody else has an address on it: ours to use; " + values));
      return;
    }
    String whose =
        "somebody else's: it has "
            + tunl0.foreign().stream().map(Subnet::toString).collect(Collectors.joining(", "));
    boolean strict = facts.effective(tunl0, "rp_filter") == 1;
    findings.add(
        strict
            ? Finding.fail(
                "tunl0",
                TUNNELS,
                whose
                    + "; %s drops every packet that comes out of an IPIP tunnel".formatted(values),
                USE_GRE)
            : Finding.warn(
                "tunl0",
                TUNNELS,
                whose + "; shared untouched, with VIPs on a dummy of ours; " + values,
                USE_GRE + "  # if it shall be left alone"));
  }
}
