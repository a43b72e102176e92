package io.lvsoperator.protocol.model;

import java.util.Optional;

/** The director's agent: a process, or none. */
sealed interface DirectorAgent {

  /** No process runs. */
  record Down() implements DirectorAgent {
    @Override
    public String toString() {
      return "agent down";
    }
  }

  /**
   * How a request is to be written: decided together with it, from the same view. An update never
   * makes an object, else the director would not notice that there is none.
   */
  enum Pending {
    NOTHING,
    CREATION,
    UPDATE
  }

  /**
   * A process runs.
   *
   * @param memory what it remembers of the node
   * @param view the object as its watch has it; empty before the first list
   * @param pending how its request is to be written, if it is
   */
  record Up(DirectorSide memory, Optional<Stored> view, Pending pending) implements DirectorAgent {

    boolean hasListed() {
      return view.isPresent();
    }

    Up with(DirectorSide next) {
      return new Up(next, view, pending);
    }

    Up pending(Pending next) {
      return new Up(memory, view, next);
    }

    /**
     * {@return this after it has read the object, with the answer in it} What was decided from
     * another spec is not written any more: it is decided anew.
     */
    Up seeing(Stored object) {
      DirectorSide heard = object.status().map(memory::heard).orElse(memory);
      boolean isSame = view.flatMap(Stored::spec).equals(object.spec());
      return new Up(heard, Optional.of(object), isSame ? pending : Pending.NOTHING);
    }

    @Override
    public String toString() {
      return "agent asks %s%s%s; sees %s"
          .formatted(
              memory.request().map(Spec::toString).orElse("nothing"),
              switch (pending) {
                case NOTHING -> "";
                case CREATION -> " (to be created)";
                case UPDATE -> " (to be written)";
              },
              memory.mustLower(Version.V1) || memory.mustLower(Version.V2)
                  ? ", has evidence against "
                      + (memory.mustLower(Version.V1) ? "v1 " : "")
                      + (memory.mustLower(Version.V2) ? "v2" : "")
                  : "",
              view.map(Stored::toString).orElse("nothing yet"));
    }
  }
}
