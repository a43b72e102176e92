package io.lvsoperator.protocol.model;

import static io.lvsoperator.protocol.model.Fault.DECLARED_GONE;
import static io.lvsoperator.protocol.model.Fault.DIRECTOR_KILLED;
import static io.lvsoperator.protocol.model.Fault.DIRECTOR_REBOOTS;
import static io.lvsoperator.protocol.model.Fault.DIRECTOR_REINSTALLED;
import static io.lvsoperator.protocol.model.Fault.EXCEPTION;
import static io.lvsoperator.protocol.model.Fault.LATE_WRITE_OF_DIRECTOR;
import static io.lvsoperator.protocol.model.Fault.LATE_WRITE_OF_NODE;
import static io.lvsoperator.protocol.model.Fault.NODE_KILLED;
import static io.lvsoperator.protocol.model.Fault.NODE_REBOOTS;
import static io.lvsoperator.protocol.model.Fault.NODE_STATE_LOST;
import static io.lvsoperator.protocol.model.Fault.OBJECT_DELETED;
import static io.lvsoperator.protocol.model.Fault.RELABELLED;
import static io.lvsoperator.protocol.model.Fault.RESTORE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Leaves out each rule of the protocol and sees it break. The stories stand in {@code
 * target/protocol}, the shortest of each rule.
 */
class RuleTest {

  private static final int MOST_STATES = 3_000_000;

  /** Rules that no exploration was seen to need: {@code PROTOCOL.md} says why they stand. */
  private static final Set<Rule> NOT_SEEN_TO_BE_NEEDED =
      EnumSet.of(Rule.NOT_ABOVE_OWN, Rule.BOOT_OF_STATUS, Rule.EVIDENCE_ON_DISK);

  /**
   * What shows that rules are needed.
   *
   * @param rules that are left out together: the first one is shown, the others would do its work
   * @param edits of the service
   * @param faults so many
   * @param kinds of these kinds
   */
  record Case(List<Rule> rules, int edits, int faults, Set<Fault> kinds) {
    static Case of(Rule rule, int edits, int faults, Fault... kinds) {
      return new Case(List.of(rule), edits, faults, Set.copyOf(Arrays.asList(kinds)));
    }

    Case together(Rule... others) {
      List<Rule> all = Stream.concat(rules.stream(), Stream.of(others)).toList();
      return new Case(all, edits, faults, kinds);
    }

    Rules leftOut() {
      return Rules.allBut(rules.getFirst(), rules.subList(1, rules.size()).toArray(Rule[]::new));
    }

    @Override
    public String toString() {
      return rules.stream().map(Rule::name).collect(Collectors.joining(" and "));
    }
  }

  static Stream<Case> cases() {
    return isShort() ? shortCases() : Stream.concat(shortCases(), longCases());
  }

  /** Those that take seconds alone. */
  private static boolean isShort() {
    return Integer.getInteger("protocol.faults", 1) < 2;
  }

  private static Stream<Case> longCases() {
    return Stream.of(
        Case.of(Rule.GREATEST_OVER_BOOTS, 3, 2, DIRECTOR_REBOOTS, LATE_WRITE_OF_DIRECTOR));
  }

  private static Stream<Case> shortCases() {
    return Stream.of(
        Case.of(Rule.WEIGHT_NEEDS_ACKNOWLEDGEMENT, 1, 0),
        Case.of(Rule.NOT_BELOW_ASKED, 2, 1, NODE_REBOOTS),
        Case.of(Rule.EXCEPTION_TAKES_WEIGHT, 1, 1, EXCEPTION),
        Case.of(Rule.BOOT_TAKES_WEIGHT, 1, 1, NODE_REBOOTS),
        Case.of(Rule.SEEN_BOOTS, 1, 2, NODE_REBOOTS, RESTORE),
        Case.of(Rule.BOOT_OF_NODE, 1, 1, NODE_REBOOTS),
        Case.of(Rule.AGAIN_AFTER_BOOT, 1, 1, NODE_REBOOTS),
        Case.of(Rule.AGAIN_AFTER_EXCEPTION, 1, 2, EXCEPTION, LATE_WRITE_OF_NODE),
        Case.of(Rule.AGAIN_AFTER_OWN_BOOT, 1, 3, DIRECTOR_REBOOTS, DECLARED_GONE, RESTORE),
        Case.of(Rule.AGAIN_WHEN_GONE, 2, 1, DECLARED_GONE),
        Case.of(Rule.ABOVE_STORED, 2, 1, RESTORE),
        Case.of(Rule.AGAIN_WHEN_ANOTHERS, 1, 2, LATE_WRITE_OF_DIRECTOR, DECLARED_GONE),
        Case.of(Rule.NOTICES_ABSENCE, 2, 1, DECLARED_GONE),
        Case.of(Rule.DISK_BEFORE_API, 2, 1, DIRECTOR_KILLED),
        Case.of(Rule.WITHDRAW_AFTER_KERNEL, 2, 0),
        Case.of(Rule.GONE_IS_SILENT, 1, 1, DECLARED_GONE),
        Case.of(Rule.DELETES_EMPTY, 2, 0),
        Case.of(Rule.ABSENCE_KEEPS, 1, 1, OBJECT_DELETED),
        Case.of(Rule.KEEPS_WHATEVER_LABELS, 1, 1, RELABELLED),
        Case.of(Rule.NODE_DISK_BEFORE_STATUS, 2, 1, NODE_KILLED),
        Case.of(Rule.STATUS_AFTER_KERNEL, 1, 0),
        Case.of(Rule.LISTS_BEFORE_REMOVAL, 1, 1, NODE_STATE_LOST),
        Case.of(Rule.REWRITES_STATUS, 1, 1, EXCEPTION),
        Case.of(Rule.ABOVE_ACKNOWLEDGED, 1, 2, DIRECTOR_REINSTALLED, OBJECT_DELETED)
            .together(Rule.CLOCK),
        Case.of(Rule.CLOCK, 1, 2, DIRECTOR_REINSTALLED, OBJECT_DELETED)
            .together(Rule.ABOVE_ACKNOWLEDGED),
        Case.of(Rule.NAMES_OWN_BOOT, 2, 2, DIRECTOR_REINSTALLED, OBJECT_DELETED)
            .together(Rule.CLOCK),
        Case.of(Rule.FORGETS_GONE, 1, 2, DECLARED_GONE, DIRECTOR_REINSTALLED)
            .together(Rule.CLOCK, Rule.ABOVE_ACKNOWLEDGED));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isNeeded(Case one) throws IOException {
    Setup setup = Setup.of(one.leftOut(), one.edits(), one.faults(), one.kinds());
    Explorer.Outcome outcome = new Explorer(setup, MOST_STATES).explore();
    assertThat(outcome.counterexample()).as(one + ": " + outcome).isPresent();
    Story story = outcome.counterexample().get();
    System.out.printf(
        "protocol: without %s: %,d states, broken in %d steps: %s%n",
        one, outcome.states(), story.lines().size(), story.end());
    Path stories = Files.createDirectories(Path.of("target", "protocol"));
    Files.writeString(stories.resolve(one.rules().getFirst().name() + ".txt"), one + "\n" + story);
  }

  @Test
  void everyRuleIsShownOrSaidNotToBe() {
    Set<Rule> shown =
        Stream.concat(shortCases(), longCases())
            .map(one -> one.rules().getFirst())
            .collect(Collectors.toSet());
    shown.addAll(NOT_SEEN_TO_BE_NEEDED);
    assertThat(shown).containsExactlyInAnyOrder(Rule.values());
  }
}
