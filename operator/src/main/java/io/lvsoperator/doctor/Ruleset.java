package io.lvsoperator.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chains in what {@code nft --stateless --terse list ruleset} prints. Its text rather than its
 * JSON: rules of iptables-nft are readable only there.
 */
public final class Ruleset {
  private static final String OURS = "inet lvs-operator";
  private static final Pattern TABLE = Pattern.compile("table (\\S+ \\S+) \\{.*");
  private static final Pattern CHAIN = Pattern.compile("chain (\\S+) \\{.*");
  private static final Pattern BASE =
      Pattern.compile("type \\S+ hook (\\S+) .*?(?:policy (\\S+);)?");
  private static final Pattern COUNTER = Pattern.compile("counter(?: packets \\d+ bytes \\d+)? ?");
  private static final Pattern COMMENT = Pattern.compile(" *comment \"[^\"]*\"");

  private final List<Facts.Chain> chains = new ArrayList<>();
  private String table = "";
  private Optional<Open> open = Optional.empty();
  private boolean untracked;

  /** A chain whose rules are being read. */
  private static final class Open {
    private final String name;
    private final List<String> rules = new ArrayList<>();
    private String hook = "";
    private String policy = "";

    Open(String name) {
      this.name = name;
    }
  }

  private Ruleset() {}

  /** {@return what this listing holds} */
  public static Ruleset parse(String listing) {
    Ruleset ruleset = new Ruleset();
    listing.lines().map(String::strip).forEach(ruleset::line);
    return ruleset;
  }

  /** {@return every chain outside of our own table} */
  public List<Facts.Chain> chains() {
    return List.copyOf(chains);
  }

  /** {@return whether our own table keeps packets out of conntrack} */
  public boolean untracked() {
    return untracked;
  }

  private void line(String line) {
    Matcher newTable = TABLE.matcher(line);
    Matcher newChain = CHAIN.matcher(line);
    if (newTable.matches()) {
      table = newTable.group(1);
    } else if (newChain.matches()) {
      open = Optional.of(new Open(newChain.group(1)));
    } else {
      open.ifPresent(chain -> inside(chain, line));
    }
  }

  private void inside(Open chain, String line) {
    Matcher base = BASE.matcher(line);
    if (line.equals("}")) {
      if (!table.equals(OURS)) {
        chains.add(new Facts.Chain(table, chain.name, chain.hook, chain.policy, chain.rules));
      }
      open = Optional.empty();
    } else if (base.matches()) {
      chain.hook = base.group(1);
      chain.policy = Optional.ofNullable(base.group(2)).orElse("accept");
    } else if (!line.isEmpty() && !line.startsWith("#")) {
      String rule = COMMENT.matcher(COUNTER.matcher(line).replaceAll("")).replaceAll("").strip();
      chain.rules.add(rule);
      untracked |= table.equals(OURS) && rule.endsWith("notrack");
    }
  }
}
