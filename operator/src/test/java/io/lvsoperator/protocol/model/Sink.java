package io.lvsoperator.protocol.model;

/** Takes the steps that lead out of a state. */
@FunctionalInterface
interface Sink {

  /**
   * Takes a step.
   *
   * @param step what happens
   * @param director to which director, if it is one's
   * @param next the state after it
   */
  void take(Step step, int director, World next);
}
