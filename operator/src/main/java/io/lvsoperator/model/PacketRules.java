package io.lvsoperator.model;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Our whole nftables table as a value. It changes in one transaction, so that packets see either
 * the old rules or the new ones. Without rules there is no table.
 *
 * @param rules what it does; the order says nothing
 */
public record PacketRules(Set<PacketRule> rules) {
  /** Family and name of the one table that is ours. */
  public static final String TABLE = "inet lvs-operator";

  /** No table. */
  public static final PacketRules NONE = new PacketRules(Set.of());

  /** The statements that delete the table: adding it first makes that right where there is none. */
  public static final List<String> DELETION =
      List.of("add table " + TABLE, "delete table " + TABLE);

  /** Copies the rules. */
  public PacketRules {
    rules = Collections.unmodifiableSet(new LinkedHashSet<>(rules));
  }

  /** {@return whether there is nothing to hold a table for} */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** {@return whether this does all that others do} */
  public boolean containsAll(PacketRules others) {
    return rules.containsAll(others.rules);
  }

  /** {@return the table without the rules that this picks} */
  public PacketRules without(Predicate<PacketRule> picked) {
    return new PacketRules(
        rules.stream()
            .filter(picked.negate())
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  /** {@return these rules without others} */
  public PacketRules minus(Collection<PacketRule> others) {
    Set<PacketRule> rest = new LinkedHashSet<>(rules);
    others.forEach(rest::remove);
    return new PacketRules(rest);
  }

  /** {@return these rules and others} */
  public PacketRules plus(Collection<PacketRule> others) {
    Set<PacketRule> all = new LinkedHashSet<>(rules);
    all.addAll(others);
    return new PacketRules(all);
  }

  /** {@return whether ports of this VIP are closed that no service has} */
  public boolean closes(IpAddress vip) {
    return rules.contains(new VipRule.Closed(vip, true))
        || rules.contains(new VipRule.Closed(vip, false));
  }

  /** {@return the table in nft's words} */
  public NftTable nft() {
    return NftTable.of(rules);
  }
}
