package io.lvsoperator.protocol.model;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules that hold in an exploration: all, or all but some. */
final class Rules {

  static final Rules ALL = new Rules(EnumSet.noneOf(Rule.class));

  private final Set<Rule> leftOut;

  private Rules(Set<Rule> leftOut) {
    this.leftOut = leftOut;
  }

  static Rules allBut(Rule one, Rule... more) {
    return new Rules(EnumSet.of(one, more));
  }

  boolean has(Rule rule) {
    return !leftOut.contains(rule);
  }

  /** Whether what the director remembers is on disk in the same step, before anything leaves it. */
  boolean directorSavesAtOnce() {
    return has(Rule.DISK_BEFORE_API) && has(Rule.EVIDENCE_ON_DISK);
  }

  @Override
  public String toString() {
    return leftOut.isEmpty()
        ? "all rules"
        : leftOut.stream()
            .map(Rule::toString)
            .collect(Collectors.joining("\", \"", "without \"", "\""));
  }
}
