package io.lvsoperator.plan;

import io.lvsoperator.model.PacketChain;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PacketRules;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Our nftables table under construction: what several want is there once. */
final class ChainsDraft {
  private final SortedMap<Chain, List<PacketRule>> chains = new TreeMap<>();

  void add(Chain chain, PacketRule rule) {
    List<PacketRule> rules = chains.computeIfAbsent(chain, _ -> new ArrayList<>());
    if (!rules.contains(rule)) {
      rules.add(rule);
    }
  }

  void addAll(ChainsDraft others) {
    others.chains.forEach((chain, rules) -> rules.forEach(rule -> add(chain, rule)));
  }

  PacketRules finish() {
    List<PacketChain> all = new ArrayList<>();
    chains.forEach((chain, rules) -> all.add(chain.with(rules)));
    return new PacketRules(all);
  }
}
