package io.lvsoperator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Our whole nftables table as a value. It is written in one transaction, so that packets see either
 * the old rules or the new ones. Without chains there is no table.
 *
 * @param chains in order
 */
public record PacketRules(List<PacketChain> chains) {
  /** Family and name of the one table that is ours. */
  public static final String TABLE = "inet lvs-operator";

  /** No table. */
  public static final PacketRules NONE = new PacketRules(List.of());

  /** Copies the list. */
  public PacketRules {
    chains = List.copyOf(chains);
  }

  /** {@return whether there is nothing to hold a table for} */
  public boolean isEmpty() {
    return chains.isEmpty();
  }

  /**
   * {@return the table without the rules that this picks, and without chains that have none left}
   */
  public PacketRules without(Predicate<PacketRule> picked) {
    return new PacketRules(
        chains.stream()
            .map(chain -> chain.without(picked))
            .filter(chain -> !chain.rules().isEmpty())
            .toList());
  }

  /**
   * {@return the statements that make the table, one a line of {@code nft -f -}} They are the
   * value's identity too: two tables with the same statements are the same.
   */
  public List<String> statements() {
    List<String> lines = new ArrayList<>();
    lines.add("add table " + TABLE);
    for (PacketChain chain : chains) {
      lines.add(
          "add chain %s %s { type %s hook %s priority %d; policy accept; }"
              .formatted(TABLE, chain.name(), chain.type(), chain.hook(), chain.priority()));
      for (PacketRule rule : chain.rules()) {
        lines.add("add rule " + TABLE + " " + chain.name() + " " + rule.statement());
      }
    }
    return lines;
  }
}
