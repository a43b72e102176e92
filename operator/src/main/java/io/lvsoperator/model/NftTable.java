package io.lvsoperator.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Our table in nft's words: a skeleton of sets, maps, chains and rules that depends on which kinds
 * of {@link PacketRule} there are, and the elements of the sets and maps, which depend on the
 * services. A packet meets the same rules however many services there are.
 *
 * @param skeleton the statements that make sets, maps, chains and rules
 * @param elements by set or map: keys, each with its value, which is empty in a set
 */
public record NftTable(
    List<String> skeleton, SortedMap<String, SortedMap<String, String>> elements) {
  /** Copies the collections. */
  public NftTable {
    skeleton = List.copyOf(skeleton);
    elements = Collections.unmodifiableSortedMap(new TreeMap<>(elements));
  }

  /** {@return the table that has these rules} */
  static NftTable of(Collection<PacketRule> rules) {
    Draft draft = new Draft();
    rules.forEach(rule -> rule.write(draft));
    return draft.finish();
  }

  /** {@return the statements that make the table where there is none, each a line of nft} */
  public List<String> statements() {
    List<String> lines = new ArrayList<>(skeleton);
    elements.forEach((set, members) -> change(lines, "add", set, members));
    return lines;
  }

  /**
   * {@return the statements that make this table of one that stands, in one transaction: elements
   * alone where the skeleton is the same, else the whole table anew}
   */
  public List<String> statementsFrom(NftTable standing) {
    if (!skeleton.equals(standing.skeleton)) {
      return statementsAnew();
    }
    List<String> lines = new ArrayList<>();
    standing.elements.forEach(
        (set, members) -> change(lines, "delete", set, without(members, elements.get(set))));
    elements.forEach(
        (set, members) -> change(lines, "add", set, without(members, standing.elements.get(set))));
    return lines;
  }

  /** {@return the statements that make this table whatever stands there, in one transaction} */
  public List<String> statementsAnew() {
    List<String> lines = new ArrayList<>(PacketRules.DELETION); // also right where there is none
    lines.addAll(statements());
    return lines;
  }

  private static SortedMap<String, String> without(
      SortedMap<String, String> members, SortedMap<String, String> others) {
    SortedMap<String, String> rest = new TreeMap<>(members);
    rest.entrySet().removeAll(others.entrySet());
    return rest;
  }

  private static void change(
      List<String> lines, String verb, String set, SortedMap<String, String> members) {
    if (!members.isEmpty()) {
      lines.add(
          members.entrySet().stream()
              .map(e -> e.getValue().isEmpty() ? e.getKey() : e.getKey() + " : " + e.getValue())
              .collect(
                  Collectors.joining(
                      ", ", "%s element %s %s { ".formatted(verb, PacketRules.TABLE, set), " }")));
    }
  }

  /**
   * By what a set is searched.
   *
   * @param family the family of its addresses
   * @param types the types of its fields, as nft names them
   * @param fields where they are in a packet
   * @param values what they are in one element
   */
  record Key(Family family, String types, String fields, String values) {
    /** By the destination's address. */
    static Key daddr(IpAddress address) {
      return address("daddr", address);
    }

    /** By the source's address. */
    static Key saddr(IpAddress address) {
      return address("saddr", address);
    }

    private static Key address(String field, IpAddress address) {
      Family family = address.family();
      return new Key(
          family,
          family == Family.IPV4 ? "ipv4_addr" : "ipv6_addr",
          family.nft() + " " + field,
          address.toString());
    }

    /** By something else before it. */
    Key after(String type, String field, String value) {
      return new Key(family, type + " . " + types, field + " . " + fields, value + " . " + values);
    }

    /** By the interface on which a packet came, and by this. */
    Key from(String link) {
      return after("ifname", "iifname", "\"" + link + "\"");
    }

    /** By something of another key before it. */
    Key after(Key first) {
      return after(first.types, first.fields, first.values);
    }
  }

  /** A table under construction: what several rules share is there once. */
  static final class Draft {
    private static final Comparator<Line> ORDER =
        Comparator.comparing(Line::place).thenComparing(Line::statement);

    private final SortedMap<String, String> sets = new TreeMap<>();
    private final SortedMap<PacketChain, SortedSet<Line>> chains = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, String>> elements = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, Map<PortRange, String>>> ranges =
        new TreeMap<>();

    /** A rule; those of a lower place come first. */
    private record Line(int place, String statement) {}

    private Draft() {}

    /**
     * Adds a rule that does not depend on services.
     *
     * @param place rules of a chain with a lower place come first
     */
    void rule(PacketChain chain, int place, String statement) {
      chains.computeIfAbsent(chain, _ -> new TreeSet<>(ORDER)).add(new Line(place, statement));
    }

    /**
     * Puts an element into a set.
     *
     * @param name what the set is for
     * @return the set's name
     */
    String element(String name, Key key) {
      String set = declare("set", name, key.family(), key.types(), "");
      elements.get(set).put(key.values(), "");
      return set;
    }

    /**
     * Puts ports into a set. A single one goes to a hash, which stays as fast however many there
     * are; others go to a set of ranges beside it, one for each protocol: there nft 1.0.6 writes
     * {@code meta l4proto} in a way that Linux 7 does not take.
     *
     * @param name what the set is for
     * @return what matches packets for them
     */
    String ports(String name, Key key, Protocol protocol, PortRange ports) {
      return ports("set", name, key, protocol, ports, "");
    }

    /** The same for a map to marks: {@return what looks a packet's mark up} */
    String marks(String name, Key key, Protocol protocol, PortRange ports, int mark) {
      return ports("map", name, key, protocol, ports, "0x%08x".formatted(mark));
    }

    private String ports(
        String kind, String name, Key key, Protocol protocol, PortRange ports, String value) {
      String service = " . inet_service" + (kind.equals("map") ? " : mark" : "");
      String look = kind.equals("map") ? " map @" : " @";
      if (ports.isSingle()) {
        String types = key.types() + " . inet_proto" + service;
        String set = declare(kind, name, key.family(), types, "");
        elements
            .get(set)
            .merge(
                "%s . %s . %s".formatted(key.values(), protocol.nft(), ports),
                value,
                Draft::larger);
        return key.fields() + " . meta l4proto . th dport" + look + set;
      }
      String set =
          declare(
              kind,
              name + "-ranges-" + protocol.nft(),
              key.family(),
              key.types() + service,
              " flags interval;");
      ranges
          .computeIfAbsent(set, _ -> new TreeMap<>())
          .computeIfAbsent(key.values(), _ -> new HashMap<>())
          .merge(ports, value, Draft::larger);
      return "%s . %s dport%s%s".formatted(key.fields(), protocol.nft(), look, set);
    }

    /** Two services never have one port; whatever happens, it is the same on every director. */
    private static String larger(String one, String other) {
      return one.compareTo(other) > 0 ? one : other;
    }

    private String declare(String kind, String name, Family family, String types, String flags) {
      String set = name + (family == Family.IPV4 ? "-4" : "-6");
      sets.put(
          set, "add %s %s %s { type %s;%s }".formatted(kind, PacketRules.TABLE, set, types, flags));
      elements.computeIfAbsent(set, _ -> new TreeMap<>());
      return set;
    }

    private NftTable finish() {
      ranges.forEach(
          (set, keys) ->
              keys.forEach(
                  (key, values) ->
                      apart(values)
                          .forEach(
                              (ports, value) ->
                                  elements.get(set).put(key + " . " + ports, value))));
      List<String> skeleton = new ArrayList<>();
      skeleton.add("add table " + PacketRules.TABLE);
      skeleton.addAll(sets.values());
      chains.forEach(
          (chain, lines) -> {
            skeleton.add("add chain %s %s".formatted(PacketRules.TABLE, chain.declaration()));
            for (Line line : lines) {
              skeleton.add(
                  "add rule %s %s %s"
                      .formatted(PacketRules.TABLE, chain.label(), line.statement()));
            }
          });
      return new NftTable(skeleton, elements);
    }

    /**
     * The kernel refuses ranges that overlap, which they do while ports move from one service to
     * another: a port is in the narrowest of its ranges.
     */
    private static SortedMap<PortRange, String> apart(Map<PortRange, String> values) {
      SortedMap<PortRange, String> apart = new TreeMap<>();
      SortedSet<Integer> cuts = new TreeSet<>();
      for (PortRange range : values.keySet()) {
        cuts.add(range.first());
        cuts.add(range.last() + 1);
      }
      List<Integer> firsts = List.copyOf(cuts);
      for (int i = 0; i + 1 < firsts.size(); i++) {
        PortRange piece = new PortRange(firsts.get(i), firsts.get(i + 1) - 1);
        values.keySet().stream()
            .filter(range -> range.contains(piece.first()))
            .min(Comparator.comparing(PortRange::size).thenComparing(range -> range))
            .map(values::get)
            .ifPresent(value -> append(apart, piece, value));
      }
      return apart;
    }

    private static void append(SortedMap<PortRange, String> apart, PortRange piece, String value) {
      PortRange next = piece;
      if (!apart.isEmpty()
          && apart.lastKey().last() + 1 == piece.first()
          && apart.get(apart.lastKey()).equals(value)) {
        next = new PortRange(apart.lastKey().first(), piece.last());
        apart.remove(apart.lastKey());
      }
      apart.put(next, value);
    }
  }
}
