package io.lvsoperator.plan;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.SavedSysctl;
import io.lvsoperator.model.Sysctl;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The changes of kernel parameters. Their order matters in one case: an interface must accept
 * router advertisements in any case ({@code accept_ra=2}) before IPv6 forwarding goes on, and until
 * it is off.
 */
final class SysctlDiff {
  private static final Sysctl ALL_FORWARDING = Sysctl.ipv6Forwarding("all");

  private final Observed observed;
  private final Map<Sysctl, String> values;
  private final Ownership ownership;
  private final Desired desired;
  private final DeviceDiff devices;

  SysctlDiff(
      Observed observed,
      Map<Sysctl, String> values,
      Ownership ownership,
      Desired desired,
      DeviceDiff devices) {
    this.observed = observed;
    this.values = values;
    this.ownership = ownership;
    this.desired = desired;
    this.devices = devices;
  }

  List<Change> toWrite() {
    List<Change> changes = new ArrayList<>();
    List<Sysctl> wanted = new ArrayList<>(desired.sysctls().keySet());
    wanted.sort(Comparator.comparing((Sysctl s) -> !s.isAcceptRouterAdvertisements()));
    for (Sysctl sysctl : wanted) {
      String value = desired.sysctls().get(sysctl);
      // A device that is made anew has the kernel's values, whatever stood before.
      boolean fresh = sysctl.link().filter(devices::isReplaced).isPresent();
      String standing = fresh ? null : values.get(sysctl);
      if (standing == null || !sysctl.serves(standing, value)) {
        if (sysctl.equals(ALL_FORWARDING)) {
          changes.addAll(thoseThatChangeWithAll(value));
        }
        changes.add(
            new Change.WriteSysctl(sysctl, Optional.ofNullable(standing).orElse(""), value));
      }
    }
    return changes;
  }

  /**
   * Whoever writes {@code all.forwarding} writes every interface's, and whoever gives it back too.
   * So each is written by itself first, also where it has that value already: then the journal
   * knows what to give back. Not those of our own devices, of which the journal notes nothing: they
   * follow.
   */
  private List<Change> thoseThatChangeWithAll(String value) {
    List<Change> changes = new ArrayList<>();
    new TreeMap<>(observed.sysctls())
        .forEach(
            (sysctl, standing) -> {
              boolean noted = ownership.sysctls().containsKey(sysctl);
              boolean ours = sysctl.link().filter(OwnLink::hasOurName).isPresent();
              if (sysctl.isIpv6Forwarding() && !sysctl.equals(ALL_FORWARDING) && !noted && !ours) {
                changes.add(new Change.WriteSysctl(sysctl, standing, value));
              }
            });
    return changes;
  }

  List<Change> toGiveBack() {
    List<Change> changes = new ArrayList<>();
    List<Sysctl> ours = new ArrayList<>(new TreeMap<>(ownership.sysctls()).descendingKeySet());
    ours.sort(
        Comparator.comparing((Sysctl s) -> !s.equals(ALL_FORWARDING))
            .thenComparing(s -> !s.isIpv6Forwarding())
            .thenComparing(Sysctl::isAcceptRouterAdvertisements));
    for (Sysctl sysctl : ours) {
      if (!isNeeded(sysctl)) {
        changes.add(giveBack(sysctl, ownership.sysctls().get(sysctl)));
      }
    }
    return changes;
  }

  private boolean isNeeded(Sysctl sysctl) {
    return desired.sysctls().containsKey(sysctl)
        || sysctl.isIpv6Forwarding() && desired.sysctls().containsKey(ALL_FORWARDING);
  }

  private Change giveBack(Sysctl sysctl, SavedSysctl saved) {
    boolean stillOurs = saved.written().equals(values.get(sysctl));
    return stillOurs
        ? new Change.RestoreSysctl(sysctl, saved.original())
        : new Change.ForgetSysctl(sysctl);
  }
}
