package io.lvsoperator.doctor;

import io.lvsoperator.model.Mode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What in others' packet filters drops balanced packets. conntrack sees only one half of a
 * connection in DR and TUN, and nothing of ipvs while {@code net.ipv4.vs.conntrack} is 0, and calls
 * the rest {@code invalid}.
 */
final class FirewallExamination implements Examination {
  private static final Scope NFT =
      Scope.director().and(Role.REAL_SERVER, Mode.NAT, Mode.DR, Mode.TUN);
  private static final Scope REWRITING = Scope.director(Mode.NAT, Mode.FULLNAT);
  private static final Scope ONE_WAY = Scope.director(Mode.DR, Mode.TUN);

  /** {@code ct state invalid drop}, also among other states, and as an element of a vmap. */
  private static final Pattern DROPS_INVALID =
      Pattern.compile(
          "ct state (vmap \\{[^}]*\\binvalid : (drop|jump)\\b"
              + "|(\\{[^}]*\\binvalid\\b[^}]*\\}|([a-z]+,)*invalid\\b\\S*) .*\\b(drop|reject)\\b)");

  private static final Pattern ACCEPTS_ESTABLISHED =
      Pattern.compile("ct state .*\\bestablished\\b.*\\baccept\\b");
  private static final Pattern ACCEPTS_UNTRACKED =
      Pattern.compile("ct state .*\\buntracked\\b.*\\baccept\\b");
  private static final Pattern JUMP = Pattern.compile("\\b(?:jump|goto) ([^\\s,;}]+)");
  private static final Pattern EVERYTHING = Pattern.compile("masquerade( .*)?");

  @Override
  public List<Finding> findings(Facts facts) {
    List<Finding> findings = new ArrayList<>();
    Facts.Firewall firewall = facts.firewall();
    findings.add(
        firewall
            .nft()
            .map(path -> Finding.ok("program nft", NFT, path))
            .orElseGet(
                () ->
                    Finding.fail(
                        "program nft",
                        NFT,
                        "there is none on the PATH: the agent writes its packet rules with it",
                        "apt-get install nftables || dnf install nftables")));
    if (!firewall.unread().isEmpty()) {
      findings.add(
          Finding.warn(
              "packet filter",
              Scope.director(),
              "could not be read: " + firewall.unread(),
              "nft list ruleset"));
    }
    if (!firewall.legacyTables().isEmpty()) {
      findings.add(
          Finding.warn(
              "legacy iptables",
              Scope.director(),
              "has the tables %s, which are not looked into"
                  .formatted(String.join(", ", firewall.legacyTables())),
              "iptables-legacy-save | grep -e INVALID -e ':\\(INPUT\\|FORWARD\\) DROP'"));
    }
    boolean tracked =
        facts.ipvs().map(i -> "1".equals(i.parameters().get("conntrack"))).orElse(false);
    for (Facts.Chain chain : firewall.rules()) {
      List<Rule> rules = reached(firewall.rules(), chain);
      switch (chain.hook()) {
        case "forward" -> forward(chain, rules, tracked, findings);
        case "input" -> input(chain, rules, firewall.untracked(), findings);
        case "postrouting" -> masquerade(rules, findings);
        default -> {}
      }
    }
    if (firewall.unread().isEmpty() && firewall.legacyTables().isEmpty() && findings.size() == 1) {
      findings.add(
          Finding.ok("packet filter", Scope.director(), "nothing in it drops balanced packets"));
    }
    return findings;
  }

  /** A rule with the chain that it stands in. */
  private record Rule(Facts.Chain chain, String text) {}

  private static void forward(
      Facts.Chain chain, List<Rule> rules, boolean tracked, List<Finding> findings) {
    rules.stream()
        .filter(r -> DROPS_INVALID.matcher(r.text()).find())
        .findFirst()
        .ifPresent(
            rule ->
                findings.add(
                    tracked
                        ? Finding.ok(
                            where(rule.chain()),
                            REWRITING,
                            "drops 'ct state invalid'; harmless, as net.ipv4.vs.conntrack is 1")
                        : Finding.warn(
                            where(rule.chain()),
                            REWRITING,
                            "drops 'ct state invalid', which real servers' answers are while"
                                + " net.ipv4.vs.conntrack is 0; the agent sets it with the first"
                                + " service",
                            "sysctl -w net.ipv4.vs.conntrack=1")));
    if (chain.policy().equals("drop")
        && rules.stream().noneMatch(r -> ACCEPTS_ESTABLISHED.matcher(r.text()).find())) {
      findings.add(
          Finding.warn(
              where(chain),
              REWRITING,
              "its policy is drop, and it accepts no established connections: real servers'"
                  + " answers are not forwarded",
              "nft insert rule %s ct state established,related accept".formatted(chain.path())));
    }
  }

  private static void input(
      Facts.Chain chain, List<Rule> rules, boolean untracked, List<Finding> findings) {
    rules.stream()
        .filter(r -> DROPS_INVALID.matcher(r.text()).find())
        .findFirst()
        .ifPresent(
            rule ->
                findings.add(
                    untracked
                        ? Finding.ok(
                            where(rule.chain()),
                            ONE_WAY,
                            "drops 'ct state invalid'; harmless, as our table keeps the VIPs out of"
                                + " conntrack")
                        : Finding.warn(
                            where(rule.chain()),
                            ONE_WAY,
                            "drops 'ct state invalid', which clients' packets are that are passed on"
                                + " one way; the agent's notrack rules cure it",
                            "nft insert rule %s ct state untracked accept"
                                .formatted(chain.path()))));
    if (chain.policy().equals("drop")
        && rules.stream().noneMatch(r -> ACCEPTS_UNTRACKED.matcher(r.text()).find())) {
      findings.add(
          Finding.warn(
              where(chain),
              ONE_WAY,
              "its policy is drop, and it does not accept untracked packets, which balanced ones"
                  + " are: the VIPs' ports must be accepted without a look at ct state",
              "nft insert rule %s ct state untracked accept".formatted(chain.path())));
    }
  }

  private static void masquerade(List<Rule> rules, List<Finding> findings) {
    rules.stream()
        .filter(r -> EVERYTHING.matcher(r.text()).matches())
        .findFirst()
        .ifPresent(
            rule ->
                findings.add(
                    Finding.warn(
                        where(rule.chain()),
                        Scope.director(Mode.NAT),
                        "masquerades everything: real servers would see the director's address"
                            + " instead of the client's",
                        "nft -a list chain %s  # restrict it to what must leave by masquerade"
                            .formatted(rule.chain().path()))));
  }

  private static String where(Facts.Chain chain) {
    return "chain " + chain.path();
  }

  /** {@return the rules of a chain and of those that it jumps to, in no order that matters} */
  private static List<Rule> reached(List<Facts.Chain> all, Facts.Chain from) {
    List<Rule> rules = new ArrayList<>();
    Set<String> seen = new HashSet<>(Set.of(from.path()));
    Deque<Facts.Chain> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      Facts.Chain chain = open.remove();
      for (String text : chain.rules()) {
        rules.add(new Rule(chain, text));
        Matcher jump = JUMP.matcher(text);
        while (jump.find()) {
          String target = chain.table() + " " + jump.group(1);
          if (seen.add(target)) {
            all.stream().filter(c -> c.path().equals(target)).forEach(open::add);
          }
        }
      }
    }
    return rules;
  }
}
