package io.lvsoperator.model;

import java.util.List;
import java.util.function.Predicate;

/**
 * A base chain of our nftables table. Its policy is always accept: we never decide what a node's
 * firewall decides.
 *
 * @param name its name
 * @param type {@code filter}, {@code route} or {@code nat}
 * @param hook where it hangs: {@code prerouting}, {@code output}, ...
 * @param priority its place at the hook; lower is earlier
 * @param rules in order
 */
public record PacketChain(
    String name, String type, String hook, int priority, List<PacketRule> rules) {
  /** Copies the list. */
  public PacketChain {
    rules = List.copyOf(rules);
  }

  /** {@return the chain without the rules that this picks} */
  PacketChain without(Predicate<PacketRule> picked) {
    return new PacketChain(
        name, type, hook, priority, rules.stream().filter(picked.negate()).toList());
  }
}
