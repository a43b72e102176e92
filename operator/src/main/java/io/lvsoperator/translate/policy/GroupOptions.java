package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.model.IpvsOption;
import java.util.Optional;

/** The options of ipvs that a DirectorGroup sets, as numbers. */
public final class GroupOptions {
  /** What still fits into the kernel's number of ticks, by its highest rate of 1000 a second. */
  private static final int LONGEST_TIMEOUT = Integer.MAX_VALUE / 1000;

  private GroupOptions() {}

  /** {@return what a group sets an option to; empty where it says nothing, or nothing possible} */
  public static Optional<Integer> of(DirectorGroupSpec group, IpvsOption option) {
    return value(group, option).filter(value -> isPossible(option, value));
  }

  static Optional<Integer> value(DirectorGroupSpec group, IpvsOption option) {
    return group
        .ipvs()
        .flatMap(
            ipvs ->
                switch (option) {
                  case TCP_TIMEOUT -> ipvs.tcpTimeoutSeconds();
                  case TCP_FIN_TIMEOUT -> ipvs.tcpFinTimeoutSeconds();
                  case UDP_TIMEOUT -> ipvs.udpTimeoutSeconds();
                  case CONN_REUSE_MODE -> ipvs.connReuseMode();
                  case EXPIRE_NODEST_CONN -> ipvs.expireNodestConn().map(GroupOptions::number);
                  case EXPIRE_QUIESCENT_TEMPLATE ->
                      ipvs.expireQuiescentTemplate().map(GroupOptions::number);
                  case RUN_ESTIMATION -> ipvs.runEstimation().map(GroupOptions::number);
                  case SLOPPY_TCP -> ipvs.sloppyTcp().map(GroupOptions::number);
                });
  }

  private static int number(boolean on) {
    return on ? 1 : 0;
  }

  /** The schema's bounds; objects from files never met them. */
  static boolean isPossible(IpvsOption option, int value) {
    return option.timeout().isPresent()
        ? value >= 1 && value <= LONGEST_TIMEOUT
        : value == 0 || value == 1;
  }
}
