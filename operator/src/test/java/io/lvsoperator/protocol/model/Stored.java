package io.lvsoperator.protocol.model;

import java.util.Optional;

/**
 * A ForwardingRequest in the API server, or that there is none.
 *
 * @param spec empty where there is no object
 * @param status empty where nothing was answered yet
 */
record Stored(Optional<Spec> spec, Optional<Status> status) {

  static final Stored NOTHING = new Stored(Optional.empty(), Optional.empty());

  boolean exists() {
    return spec.isPresent();
  }

  /** {@return the object after a write of its spec, which leaves the status as it is} */
  Stored with(Spec written) {
    return new Stored(Optional.of(written), status);
  }

  /** {@return the object after a write of its status} */
  Stored with(Status written) {
    return new Stored(spec, Optional.of(written));
  }

  @Override
  public String toString() {
    return spec.map(s -> s + status.map(a -> ", " + a).orElse(", no answer")).orElse("no object");
  }
}
