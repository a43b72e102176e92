package io.lvsoperator.cli;

import io.lvsoperator.translate.Member;
import io.lvsoperator.translate.ServiceVerdict;
import io.lvsoperator.translate.Translation;
import io.lvsoperator.translate.policy.Verdict;
import java.io.PrintWriter;

/** Prints one line for each object that is refused, or about which there is something to say. */
final class Verdicts {
  private final Translation translation;

  Verdicts(Translation translation) {
    this.translation = translation;
  }

  void print(PrintWriter out) {
    translation
        .groups()
        .forEach(v -> line(out, "DirectorGroup " + v.group().name().name(), v.verdict()));
    translation
        .realServers()
        .forEach(v -> line(out, "RealServer " + v.server().name(), v.verdict()));
    translation.services().forEach(v -> service(out, v));
  }

  private static void service(PrintWriter out, ServiceVerdict found) {
    String name = "LvsService " + found.service().name();
    line(out, name, found.verdict());
    if (found.verdict().accepted() && found.members().isEmpty()) {
      out.println(name + ": NoRealServers: its selector selects no RealServer");
    }
    for (Member member : found.members()) {
      if (member.realServer().verdict().accepted()) { // else it was said above
        String both = "RealServer %s in %s".formatted(member.realServer().server().name(), name);
        line(out, both, member.verdict());
      }
    }
  }

  private static void line(PrintWriter out, String name, Verdict verdict) {
    verdict.refusal().ifPresent(r -> out.println(name + ": " + r.reason() + ": " + r.message()));
    verdict.warnings().forEach(warning -> out.println(name + ": warning: " + warning));
  }
}
