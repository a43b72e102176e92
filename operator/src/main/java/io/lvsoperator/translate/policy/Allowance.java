package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.AllowRule;
import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.OwnAddresses;
import io.lvsoperator.model.AddressRange;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.translate.snapshot.Cluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a group's allow rules grant to a namespace. */
public final class Allowance {
  /** So many ranges are named in a message; the rest is counted. */
  private static final int NAMED = 8;

  private Allowance() {}

  static List<AllowRule> rules(DirectorGroupSpec group, Cluster cluster, String namespace) {
    Map<String, String> labels = cluster.namespaceLabels(namespace);
    return group.allow().stream().filter(r -> r.namespaceSelector().matches(labels)).toList();
  }

  /** {@return whether a rule lets this namespace use a director's own address as this VIP} */
  public static boolean ownAddress(
      DirectorGroupSpec group, Cluster cluster, String namespace, IpAddress vip) {
    return rules(group, cluster, namespace).stream()
        .filter(rule -> rule.ownAddresses().is(OwnAddresses.ALLOW))
        .anyMatch(rule -> grants(rule.vips(), vip));
  }

  /** {@return whether one rule lets this namespace use this VIP and this real server} */
  public static boolean vipAndRealServer(
      DirectorGroupSpec group,
      Cluster cluster,
      String namespace,
      IpAddress vip,
      IpAddress realServer) {
    List<AllowRule> rules = rules(group, cluster, namespace);
    return rules.stream().anyMatch(rule -> grants(rule.vips(), vip))
        && rules.stream().anyMatch(rule -> grants(rule.realServers(), realServer));
  }

  /** Whether one of the texts is a range with this address; what is no range grants nothing. */
  static boolean grants(List<String> ranges, IpAddress address) {
    return ranges.stream().flatMap(r -> range(r).stream()).anyMatch(r -> r.contains(address));
  }

  static Optional<AddressRange> range(String text) {
    try {
      return Optional.of(AddressRange.parse(text));
    } catch (IllegalArgumentException notARange) {
      return Optional.empty();
    }
  }

  /** Says what the rules grant: {@code "10.23.21.0/24 (rule web)"}. */
  static String text(List<AllowRule> rules, Function<AllowRule, List<String>> ranges) {
    List<String> all =
        rules.stream()
            .flatMap(r -> ranges.apply(r).stream().map(t -> t + " (rule " + r.name() + ")"))
            .toList();
    String named = all.stream().limit(NAMED).collect(Collectors.joining(", "));
    if (all.isEmpty()) {
      return "nothing";
    }
    return all.size() > NAMED ? named + " and " + (all.size() - NAMED) + " more" : named;
  }
}
