package io.lvsoperator.protocol.model;

import java.util.List;
import java.util.Optional;

/**
 * What a real server's node remembers of its directors, as a value: the part of the node's side
 * that decides. The model has its own, {@link PlainNode}; the product's runs in its place too.
 */
interface NodeSide {

  /**
   * {@return this after a look at the objects}
   *
   * @param specs what each director asks, in order; empty where there is no object
   * @param confirmedGone of each director whether two reads have found its object and its Node gone
   */
  NodeSide after(List<Optional<Spec>> specs, List<Boolean> confirmedGone);

  /** {@return whether something of this director is honoured, be it a request for nothing} */
  boolean honours(int director);

  /** {@return the sequence of what is honoured; 0 if nothing is: for the judge alone} */
  int sequence(int director);

  /** {@return what has to be in place} */
  Versions needed(List<Boolean> selected);

  /** {@return what to answer, made anew from what is in place; empty where nothing is honoured} */
  Optional<Status> answer(int director, int boot, Versions inPlace);
}
