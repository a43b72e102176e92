package io.lvsoperator.doctor;

import java.util.Comparator;
import java.util.List;

/** Says what a node can do and what stands in the way. */
public final class Doctor {
  /** In the order in which a person would look. */
  private static final List<Examination> EXAMINATIONS =
      List.of(
          new RightsExamination(), // may this process change anything at all
          new ModuleExamination(), // ip_vs, nftables, tunnels
          new SchedulerExamination(), // which LvsServices can have their scheduler
          new FeatureExamination(), // what differs between kernels
          new InterfaceExamination(), // rp_filter, ARP, forwarding
          new Ipv6Examination(), // forwarding, router advertisements
          new TunnelDeviceExamination(), // whose is tunl0
          new OthersExamination(), // who else uses ipvs or has VIPs
          new FirewallExamination(), // what drops our packets
          new PathExamination()); // next hop and MTU to each real server

  private Doctor() {}

  /**
   * {@return the findings that concern what was asked for, the worst first}
   *
   * @param facts what was read on the node
   * @param asked the roles and modes that it shall play
   */
  public static List<Finding> examine(Facts facts, Scope asked) {
    return EXAMINATIONS.stream()
        .flatMap(examination -> examination.findings(facts).stream())
        .filter(finding -> finding.concerns().meets(asked))
        .sorted(Comparator.comparing(Finding::severity))
        .toList();
  }
}
