package io.lvsoperator.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.lvsoperator.doctor.Finding;
import io.lvsoperator.doctor.Role;
import io.lvsoperator.doctor.Scope;
import io.lvsoperator.doctor.Severity;
import io.lvsoperator.model.Mode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What {@code doctor} found, for people and for programs. */
final class DoctorReport {
  private static final int WARNED = 1;
  private static final int IN_THE_WAY = 2;

  private final String release;
  private final Scope asked;
  private final Map<String, String> schedulers;
  private final List<Finding> findings;

  /**
   * Makes one.
   *
   * @param release as {@code uname -r} prints it
   * @param asked the roles and modes that were asked for
   * @param schedulers where each scheduler is, by the kernel's name
   * @param findings the worst first
   */
  DoctorReport(
      String release, Scope asked, Map<String, String> schedulers, List<Finding> findings) {
    this.release = release;
    this.asked = asked;
    this.schedulers = new LinkedHashMap<>(schedulers);
    this.findings = List.copyOf(findings);
  }

  /** {@return how many findings are so severe} */
  long count(Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }

  /**
   * {@return 2 if something is in the way, else 0, or 1 for warnings}
   *
   * @param strict whether warnings count
   */
  int exitStatus(boolean strict) {
    if (count(Severity.FAIL) > 0) {
      return IN_THE_WAY;
    }
    return strict && count(Severity.WARN) > 0 ? WARNED : 0;
  }

  /**
   * {@return a table, each fix below its finding or the last of several that it cures, and a sum}
   */
  List<String> lines() {
    int what = width(findings.stream().map(Finding::what).toList());
    int concerns = width(findings.stream().map(f -> f.concerns().toString()).toList());
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < findings.size(); at++) {
      Finding finding = findings.get(at);
      lines.add(
          ("%-4s  %-" + what + "s  %-" + concerns + "s  %s")
              .formatted(finding.severity(), finding.what(), finding.concerns(), finding.fact()));
      boolean sameBelow =
          at + 1 < findings.size() && findings.get(at + 1).fix().equals(finding.fix());
      if (!finding.fix().isEmpty() && !sameBelow) {
        lines.add("      " + " ".repeat(what) + "  fix: " + finding.fix());
      }
    }
    lines.add("");
    lines.add(
        "Kernel %s, asked for %s: %d in the way, %d to know of, %d fine"
            .formatted(
                release, asked, count(Severity.FAIL), count(Severity.WARN), count(Severity.OK)));
    return lines;
  }

  private static int width(List<String> words) {
    return words.stream().mapToInt(String::length).max().orElse(1);
  }

  /** {@return the same as one JSON object} */
  String json() {
    return new KubernetesSerialization()
        .asJson(
            new Document(
                release,
                modes(asked),
                new TreeMap<>(
                    Map.of(
                        "fail", count(Severity.FAIL),
                        "warn", count(Severity.WARN),
                        "ok", count(Severity.OK))),
                schedulers,
                findings.stream().map(DoctorReport::row).toList()));
  }

  private static Row row(Finding finding) {
    return new Row(
        finding.severity().name(),
        finding.what(),
        modes(finding.concerns()),
        finding.fact(),
        finding.fix());
  }

  private static Map<String, List<Mode>> modes(Scope scope) {
    EnumMap<Role, List<Mode>> ordered = new EnumMap<>(Role.class);
    scope.modes().forEach((role, modes) -> ordered.put(role, modes.stream().sorted().toList()));
    Map<String, List<Mode>> named = new LinkedHashMap<>();
    ordered.forEach((role, modes) -> named.put(role.toString(), modes));
    return named;
  }

  /** {@return the words of a state as one word, for programs} */
  static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @JsonPropertyOrder({"kernel", "asked", "counts", "schedulers", "findings"})
  private record Document(
      String kernel,
      Map<String, List<Mode>> asked,
      Map<String, Long> counts,
      Map<String, String> schedulers,
      List<Row> findings) {}

  @JsonPropertyOrder({"severity", "what", "concerns", "fact", "fix"})
  private record Row(
      String severity, String what, Map<String, List<Mode>> concerns, String fact, String fix) {}
}
