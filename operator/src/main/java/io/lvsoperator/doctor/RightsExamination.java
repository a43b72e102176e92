package io.lvsoperator.doctor;

import io.lvsoperator.model.Mode;
import java.util.List;

/** Whether this process may do what an agent does. A real server of FULLNAT needs nothing. */
final class RightsExamination implements Examination {
  private static final Scope CHANGES =
      Scope.director().and(Role.REAL_SERVER, Mode.NAT, Mode.DR, Mode.TUN);
  private static final String PRIVILEGE =
      "run it as root; in a pod: hostNetwork: true, securityContext: {privileged: true}";

  @Override
  public List<Finding> findings(Facts facts) {
    Facts.Rights rights = facts.rights();
    return List.of(
        rights.netAdmin()
            ? Finding.ok("CAP_NET_ADMIN", CHANGES, "this process has it")
            : Finding.fail(
                "CAP_NET_ADMIN",
                CHANGES,
                "this process lacks it: it may not change ipvs, addresses, routes or nftables",
                PRIVILEGE),
        rights.netRaw()
            ? Finding.ok("CAP_NET_RAW", Scope.director(), "this process has it")
            : Finding.fail(
                "CAP_NET_RAW",
                Scope.director(),
                "this process lacks it: it can't ask for a VIP nor announce it by ARP",
                PRIVILEGE),
        rights.sysctlsWritable()
            ? Finding.ok("/proc/sys/net", CHANGES, "writable")
            : Finding.fail(
                "/proc/sys/net",
                CHANGES,
                "not writable for this process: mounted read-only, or it is not root",
                PRIVILEGE));
  }
}
