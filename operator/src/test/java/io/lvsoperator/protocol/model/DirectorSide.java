package io.lvsoperator.protocol.model;

import java.util.Optional;

/**
 * What a director remembers of the node, as a value: the part of the director's side that decides.
 * The model has its own, {@link PlainDirector}; the product's runs in its place too.
 */
interface DirectorSide {

  /** {@return this after the Node told a boot of the real server} */
  DirectorSide sawNodeBoot(int boot);

  /** {@return this after this answer was read} */
  DirectorSide heard(Status answer);

  /** {@return this after it was decided what to ask for, the same if nothing is to be said} */
  DirectorSide asking(Situation situation);

  /** {@return this with what can still be sent, while the director may ask for nothing} */
  DirectorSide silent(Versions sendable);

  /** {@return whether the object is to be deleted, because the empty one is acknowledged} */
  boolean mayDelete(Stored view);

  /** {@return this after the object was deleted} */
  DirectorSide afterDeletion();

  /** {@return the spec that stands for this; empty before anything was asked and after deletion} */
  Optional<Spec> request();

  /** {@return whether anything was ever asked, as far as is remembered} */
  boolean hasAsked();

  /** {@return what is asked for} */
  Versions asked();

  /** {@return whether weight may be given} */
  boolean mayRaise(Version one);

  /** {@return whether weight must be taken away} */
  boolean mustLower(Version one);

  /** {@return what of the node is known from an exception: for the judge alone} */
  Versions knownExceptions();

  /** {@return whether this boot of the node is known: for the judge alone} */
  boolean knowsBoot(int boot);

  /**
   * What a director looks at when it decides what to ask for.
   *
   * @param sendable what it wants to send or its kernel can still send
   * @param ownBoot its own boot
   * @param view the object as its watch has it
   * @param pending how its last request is still to be written
   * @param clock the time, as a number that is not below any sequence of the past
   */
  record Situation(
      Versions sendable, int ownBoot, Stored view, DirectorAgent.Pending pending, int clock) {}
}
