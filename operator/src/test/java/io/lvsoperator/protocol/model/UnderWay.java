package io.lvsoperator.protocol.model;

import java.util.Optional;

/**
 * Writes that timed out for their agent, and that may land at any time or never.
 *
 * @param ofDirector a write of a spec, or a deletion
 * @param ofNode a write of a status
 */
record UnderWay(Optional<OfDirector> ofDirector, Optional<Status> ofNode) {

  static final UnderWay NOTHING = new UnderWay(Optional.empty(), Optional.empty());

  /** What a director writes. */
  sealed interface OfDirector {
    /** {@return the object after it has landed; the same if it cannot land there} */
    Stored on(Stored object);
  }

  /** A creation: it does nothing where there is an object. */
  record Creation(Spec spec) implements OfDirector {
    @Override
    public Stored on(Stored object) {
      return object.exists() ? object : object.with(spec);
    }
  }

  /** An update: it changes nothing but the spec that was seen when it was decided. */
  record Update(Optional<Spec> seen, Spec spec) implements OfDirector {
    @Override
    public Stored on(Stored object) {
      return object.exists() && object.spec().equals(seen) ? object.with(spec) : object;
    }
  }

  /** A write that creates or updates, whatever is there. */
  record Apply(Spec spec) implements OfDirector {
    @Override
    public Stored on(Stored object) {
      return object.with(spec);
    }
  }

  /** A deletion of the object with the spec that was seen when it was decided. */
  record Deletion(Optional<Spec> seen) implements OfDirector {
    @Override
    public Stored on(Stored object) {
      return object.spec().equals(seen) ? Stored.NOTHING : object;
    }
  }

  boolean isNothing() {
    return equals(NOTHING);
  }

  UnderWay director(Optional<OfDirector> write) {
    return new UnderWay(write, ofNode);
  }

  UnderWay node(Optional<Status> write) {
    return new UnderWay(ofDirector, write);
  }

  @Override
  public String toString() {
    return "under way: "
        + ofDirector.map(Object::toString).orElse("")
        + ofNode.map(Object::toString).orElse("");
  }
}
