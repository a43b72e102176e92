package io.lvsoperator.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which schedulers the kernel has, in one finding. A service that asks for another one says so in
 * its condition ({@code SchedulerUnavailable}), so only the lack of the default is in the way.
 */
final class SchedulerExamination implements Examination {
  private static final String DEFAULT = "wlc";

  /** Younger than most kernels in use; nobody is surprised by its absence. */
  private static final String RARE = "twos";

  @Override
  public List<Finding> findings(Facts facts) {
    List<String> missing = Need.SCHEDULERS.stream().filter(s -> !state(facts, s).usable()).toList();
    String words =
        Arrays.stream(ModuleState.values())
            .map(state -> group(facts, state))
            .filter(group -> !group.isEmpty())
            .collect(Collectors.joining("; "));
    Severity severity =
        missing.stream().allMatch(RARE::equals)
            ? Severity.OK
            : missing.contains(DEFAULT) && state(facts, DEFAULT) != ModuleState.UNKNOWN
                ? Severity.FAIL
                : Severity.WARN;
    String fix =
        severity == Severity.OK
            ? ""
            : missing.stream()
                .filter(s -> !s.equals(RARE))
                .findFirst()
                .map(s -> ModuleExamination.fix(module(s), state(facts, s), facts.release()))
                .orElse("");
    return List.of(new Finding(severity, "schedulers", Scope.director(), words, fix));
  }

  private static String group(Facts facts, ModuleState state) {
    String names =
        Need.SCHEDULERS.stream()
            .filter(s -> state(facts, s) == state)
            .collect(Collectors.joining(" "));
    return names.isEmpty() ? "" : state + ": " + names;
  }

  private static ModuleState state(Facts facts, String scheduler) {
    return facts.module(module(scheduler));
  }

  private static String module(String scheduler) {
    return Need.schedulerModule(scheduler);
  }
}
