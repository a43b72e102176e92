package io.lvsoperator.doctor;

import io.lvsoperator.model.Mode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which roles, each in which modes, a finding concerns, or a person asks for.
 *
 * @param modes the modes of each role, never an empty set
 */
public record Scope(Map<Role, Set<Mode>> modes) {
  /** Both roles in every mode. */
  public static final Scope ALL = director().and(Role.REAL_SERVER, Mode.values());

  /** Copies the sets, in order. */
  public Scope {
    EnumMap<Role, Set<Mode>> copy = new EnumMap<>(Role.class);
    modes.forEach((role, some) -> copy.put(role, Set.copyOf(some)));
    modes = Map.copyOf(copy);
  }

  /** {@return the director in these modes; without any: in every mode} */
  public static Scope director(Mode... modes) {
    return new Scope(Map.of(Role.DIRECTOR, some(modes)));
  }

  /** {@return the real server in these modes; without any: in every mode} */
  public static Scope realServer(Mode... modes) {
    return new Scope(Map.of(Role.REAL_SERVER, some(modes)));
  }

  /** {@return this, and a role in these modes} */
  public Scope and(Role role, Mode... more) {
    EnumMap<Role, Set<Mode>> both = new EnumMap<>(Role.class);
    both.putAll(modes);
    both.put(role, some(more));
    return new Scope(both);
  }

  /** {@return whether the two have a role with a mode in common} */
  public boolean meets(Scope other) {
    return modes.entrySet().stream()
        .anyMatch(
            e ->
                other.modes.getOrDefault(e.getKey(), Set.of()).stream()
                    .anyMatch(e.getValue()::contains));
  }

  private static Set<Mode> some(Mode... modes) {
    return modes.length == 0
        ? EnumSet.allOf(Mode.class)
        : EnumSet.copyOf(List.copyOf(Arrays.asList(modes)));
  }

  /**
   * {@return such as {@code all}, {@code director}, or {@code director DR,TUN; real-server TUN}}
   */
  @Override
  public String toString() {
    if (equals(ALL)) {
      return "all";
    }
    return Arrays.stream(Role.values())
        .filter(modes::containsKey)
        .map(role -> role + inWords(modes.get(role)))
        .collect(Collectors.joining("; "));
  }

  private static String inWords(Set<Mode> some) {
    return some.size() == Mode.values().length
        ? ""
        : " " + some.stream().sorted().map(Mode::name).collect(Collectors.joining(","));
  }
}
