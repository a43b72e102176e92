package io.lvsoperator.protocol.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The real server's agent: a process, or none. */
sealed interface NodeAgent {

  /** No process runs. */
  record Down() implements NodeAgent {
    @Override
    public String toString() {
      return "agent down";
    }
  }

  /**
   * A process runs.
   *
   * @param memory what it honours
   * @param views the directors' objects as its watch has them; empty before the first list
   */
  record Up(NodeSide memory, List<Stored> views) implements NodeAgent {

    /** Copies the list. */
    public Up {
      views = List.copyOf(views);
    }

    boolean hasListed() {
      return !views.isEmpty();
    }

    Up with(NodeSide next) {
      return new Up(next, views);
    }

    /** {@return this after it has read a director's object, which it takes up} */
    Up seeing(int director, Stored object, List<Boolean> confirmedGone) {
      List<Stored> next = new ArrayList<>(views);
      next.set(director, object);
      return new Up(memory.after(specs(next), confirmedGone), next);
    }

    /** {@return this after it has listed all objects} */
    Up listing(List<Stored> objects, List<Boolean> confirmedGone) {
      return new Up(memory.after(specs(objects), confirmedGone), objects);
    }

    /** {@return this after two reads} */
    Up confirming(List<Boolean> confirmedGone) {
      return with(memory.after(specs(views), confirmedGone));
    }

    private static List<Optional<Spec>> specs(List<Stored> objects) {
      return objects.stream().map(Stored::spec).toList();
    }

    @Override
    public String toString() {
      List<String> honoured = new ArrayList<>();
      for (int i = 0; i < views.size(); i++) {
        honoured.add(memory.honours(i) ? "request " + memory.sequence(i) : "no request");
      }
      return hasListed() ? "agent honours " + String.join(" and ", honoured) : "agent up";
    }
  }
}
