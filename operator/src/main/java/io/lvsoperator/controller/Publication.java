package io.lvsoperator.controller;

import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.status.Transition;
import java.util.List;

/**
 * What is to be published about one object.
 *
 * @param kind the object's kind
 * @param name its namespace, empty for a cluster-scoped one, and its name
 * @param uid its uid: a namesake that came later is another object
 * @param before the status that is published
 * @param after the status that should be
 * @param transitions what a person wants to hear of
 */
record Publication(
    String kind,
    ServiceRef name,
    String uid,
    Object before,
    Object after,
    List<Transition> transitions) {
  Publication {
    transitions = List.copyOf(transitions);
  }

  /** Nothing changed, nothing written. */
  boolean isChange() {
    return !before.equals(after);
  }

  @Override
  public String toString() {
    return kind + " " + (name.namespace().isEmpty() ? name.name() : name.toString());
  }
}
