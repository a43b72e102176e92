package io.lvsoperator.protocol.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A way through the states in plain words.
 *
 * @param lines one for each step
 * @param end what is wrong then
 */
record Story(List<String> lines, String end) {

  Story {
    lines = List.copyOf(lines);
  }

  /** {@return the story of these states, each a step from the one before} */
  static Story of(Steps steps, List<World> worlds) {
    List<String> lines = new ArrayList<>();
    for (int i = 1; i < worlds.size(); i++) {
      lines.add(line(steps, worlds.get(i - 1), worlds.get(i)));
    }
    return new Story(lines, "");
  }

  Story ending(String words) {
    return new Story(lines, words);
  }

  private static String line(Steps steps, World before, World after) {
    List<String> words = new ArrayList<>();
    steps.from(
        before,
        (step, director, next) -> {
          if (words.isEmpty() && next.equals(after)) {
            boolean oneOfMany = before.seats().size() > 1;
            words.add(step + (oneOfMany ? " [director " + (director + 1) + "]" : ""));
          }
        });
    return words.getFirst() + "  -- " + String.join("; ", changes(before, after));
  }

  private static Set<String> changes(World before, World after) {
    Object[] old = parts(before);
    Object[] now = parts(after);
    Set<String> changes = new LinkedHashSet<>();
    for (int i = 0; i < now.length; i++) {
      boolean isShown =
          !(now[i] instanceof Judge
              || now[i] instanceof DirectorSide
              || now[i] instanceof NodeSide);
      if (isShown && !now[i].equals(old[i])) {
        changes.add(now[i].toString());
      }
    }
    return changes;
  }

  private static Object[] parts(World world) {
    Object[] parts = new Object[World.partsOf(world.seats().size())];
    world.into(parts);
    return parts;
  }

  @Override
  public String toString() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      all.append("  %2d. %s%n".formatted(i + 1, lines.get(i)));
    }
    return all + "      So " + end + ".";
  }
}
