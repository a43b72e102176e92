package io.lvsoperator.doctor;

import java.util.Arrays;
import java.util.List;

/** Whether the kernel has what we need, one finding for each piece. */
final class ModuleExamination implements Examination {
  @Override
  public List<Finding> findings(Facts facts) {
    return Arrays.stream(Need.values()).map(need -> finding(need, facts)).toList();
  }

  private static Finding finding(Need need, Facts facts) {
    ModuleState state = facts.module(need.module());
    String fact =
        switch (state) {
          case LOADED, BUILT_IN -> state.toString();
          case LOADABLE -> "loadable; the kernel loads it when it is first used";
          case LOCKED, UNKNOWN, ABSENT -> state + "; it is needed for " + need.purpose();
        };
    return new Finding(
        severity(need, state),
        "module " + need.module(),
        need.scope(),
        fact,
        fix(need.module(), state, facts.release()));
  }

  private static Severity severity(Need need, ModuleState state) {
    return switch (state) {
      case LOADED, BUILT_IN, LOADABLE -> Severity.OK;
      case UNKNOWN -> Severity.WARN;
      case LOCKED, ABSENT -> need.without();
    };
  }

  /** {@return what makes a module usable; empty if it is} */
  static String fix(String module, ModuleState state, String release) {
    return switch (state) {
      case LOADED, BUILT_IN, LOADABLE -> "";
      case LOCKED -> "echo %s >> /etc/modules-load.d/lvs.conf; reboot".formatted(module);
      case UNKNOWN -> "run it where the node's /lib/modules is mounted";
      case ABSENT ->
          "apt-get install linux-modules-extra-%1$s || dnf install kernel-modules-extra-%1$s"
              .formatted(release);
    };
  }
}
