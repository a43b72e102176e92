package io.lvsoperator.doctor;

import io.lvsoperator.model.VirtualServerKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who else uses ipvs, or has VIPs of its own. */
final class OthersExamination implements Examination {
  private static final int EXAMPLES = 3;

  @Override
  public List<Finding> findings(Facts facts) {
    List<Finding> findings = new ArrayList<>();
    foreignServers(facts).ifPresent(findings::add);
    if (facts.named("kube-ipvs0").isPresent()) {
      findings.add(
          Finding.warn(
              "kube-proxy",
              Scope.director(),
              "kube-proxy runs in mode ipvs (kube-ipvs0): it deletes virtual servers that it does"
                  + " not know, unless their VIPs are in ipvs.excludeCIDRs",
              "kubectl -n kube-system edit configmap kube-proxy  # mode: nftables or iptables, or"
                  + " excludeCIDRs"));
    }
    kubeRouter(facts).ifPresent(findings::add);
    cilium(facts).ifPresent(findings::add);
    keepalived(facts).ifPresent(findings::add);
    return findings;
  }

  /** {@return whether Calico's interfaces or chains are here} */
  static boolean calico(Facts facts) {
    return facts.interfaces().stream().anyMatch(i -> i.name().startsWith("cali"))
        || facts.firewall().rules().stream().anyMatch(c -> c.name().startsWith("cali-"));
  }

  private static Optional<Finding> foreignServers(Facts facts) {
    return facts
        .ipvs()
        .map(
            ipvs -> {
              List<VirtualServerKey> foreign = ipvs.foreign();
              if (foreign.isEmpty()) {
                return Finding.ok(
                    "virtual servers",
                    Scope.director(),
                    "%d of ours, none of others".formatted(ipvs.own()));
              }
              String some =
                  foreign.stream()
                      .limit(EXAMPLES)
                      .map(VirtualServerKey::option)
                      .collect(Collectors.joining(", "));
              return Finding.warn(
                  "virtual servers",
                  Scope.director(),
                  ("%d of others (%s%s), %d of ours. They are left alone; an LvsService on the same"
                          + " address, protocol and port says ForeignEntry")
                      .formatted(
                          foreign.size(),
                          some,
                          foreign.size() > EXAMPLES ? ", ..." : "",
                          ipvs.own()),
                  "ipvsadm -Sn  # whose are they?");
            });
  }

  private static Optional<Finding> kubeRouter(Facts facts) {
    List<String> links =
        Stream.of("kube-dummy-if", "kube-bridge").filter(n -> facts.named(n).isPresent()).toList();
    return links.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warn(
                "kube-router",
                Scope.director(),
                "kube-router is here (%s): its service proxy deletes virtual servers that it does"
                        .formatted(String.join(", ", links))
                    + " not know, unless their VIPs are in --excluded-cidrs",
                "kubectl -n kube-system edit daemonset kube-router  # --run-service-proxy=false or"
                    + " --excluded-cidrs=VIPS"));
  }

  /** Its programs on the interface see a packet before ipvs does. */
  private static Optional<Finding> cilium(Facts facts) {
    return facts
        .named("cilium_host")
        .map(
            link ->
                Finding.warn(
                    "Cilium",
                    Scope.ALL,
                    "Cilium is here (cilium_host): what it replaces kube-proxy for, an address of a"
                        + " Service or a node port, it takes before ipvs. A VIP must be none of"
                        + " these. This product has not been tried beside it",
                    "kubectl get services -A -o wide  # no VIP among the EXTERNAL-IPs"));
  }

  private static Optional<Finding> keepalived(Facts facts) {
    Facts.Vrrp vrrp = facts.vrrp();
    if (!vrrp.keepalived() && !vrrp.socket()) {
      return Optional.empty();
    }
    String who = vrrp.keepalived() ? "keepalived runs here" : "somebody speaks VRRP here";
    return Optional.of(
        Finding.warn(
            vrrp.keepalived() ? "keepalived" : "VRRP",
            Scope.director(),
            who
                + (vrrp.keepalived() && vrrp.socket() ? " and speaks VRRP" : "")
                + ": VIPs and virtual servers of its configuration are not for LvsServices",
            "grep -rnA9 'virtual_\\(server\\|ipaddress\\)' /etc/keepalived"));
  }
}
