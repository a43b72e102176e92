package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.Annotations;
import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a person wants kernels left as they are.
 *
 * @param by the objects that say so; none where nobody does
 * @param ignored annotations with a value that nobody knows: they do nothing
 */
public record Pause(List<String> by, List<String> ignored) {
  /** Nobody says anything. */
  public static final Pause NONE = new Pause(List.of(), List.of());

  /** Copies the lists. */
  public Pause {
    by = List.copyOf(by);
    ignored = List.copyOf(ignored);
  }

  /** {@return whether nothing may be changed} */
  public boolean holds() {
    return !by.isEmpty();
  }

  /** {@return who says so, in a sentence} */
  public String text() {
    return String.join(" and ", by)
        + (by.size() == 1 ? " has" : " have")
        + " the annotation "
        + Annotations.PAUSED;
  }

  /** {@return what this DirectorGroup says} */
  public static Pause of(Declared<DirectorGroupSpec, DirectorGroupStatus> group) {
    return NONE.and(group.annotations(), "DirectorGroup " + group.name().name());
  }

  /**
   * {@return what concerns this node: its Node, the groups that it is a director of, and those that
   * it is a real server for}
   */
  static Pause of(Translation translation, String node) {
    Pause all =
        translation
            .cluster()
            .node(node)
            .map(found -> NONE.and(found.annotations(), "Node " + node))
            .orElse(NONE);
    for (GroupVerdict group : translation.groups()) {
      if (group.directors().contains(node) || serves(translation, group, node)) {
        all = all.and(of(group.group()));
      }
    }
    return all;
  }

  private static boolean serves(Translation translation, GroupVerdict group, String node) {
    String name = group.group().name().name();
    return translation.services().stream()
        .filter(service -> service.service().spec().directorGroupName().equals(name))
        .flatMap(service -> service.members().stream())
        .anyMatch(member -> member.realServer().node().equals(Optional.of(node)));
  }

  private Pause and(Map<String, String> annotations, String where) {
    String text = annotations.getOrDefault(Annotations.PAUSED, "false");
    return switch (text) {
      case "false" -> this;
      case "true" -> and(new Pause(List.of(where), List.of()));
      default ->
          and(
              new Pause(
                  List.of(),
                  List.of(
                      "annotation %s of %s is %s and does nothing"
                          .formatted(
                              Annotations.PAUSED,
                              where,
                              Maintenance.unknown(text, "true, false")))));
    };
  }

  private Pause and(Pause other) {
    List<String> both = new ArrayList<>(by);
    both.addAll(other.by());
    List<String> unknown = new ArrayList<>(ignored);
    unknown.addAll(other.ignored());
    return new Pause(both, unknown);
  }
}
