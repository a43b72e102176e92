package io.lvsoperator.protocol.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Walks through all states, breadth first, and judges each: safe, and able to come to rest by
 * normal steps alone.
 */
final class Explorer {

  private final Setup setup;
  private final Steps steps;
  private final Safety safety;
  private final int mostStates;
  private final Packing states;
  private final IntList parents = new IntList();
  private final IntList normalSteps = new IntList();
  private final IntList normalStepsFrom = new IntList();
  private long transitions;
  private int frontier;

  /**
   * @param setup what is explored
   * @param mostStates where to give up
   */
  Explorer(Setup setup, int mostStates) {
    this.setup = setup;
    this.steps = new Steps(setup);
    this.safety = new Safety(setup);
    this.mostStates = mostStates;
    this.states = new Packing(World.partsOf(setup.directors()));
  }

  /**
   * What was found.
   *
   * @param states how many there are
   * @param transitions how many steps between them
   * @param complete whether these are all
   * @param goals how many of them are at rest
   * @param unsafe the shortest way to one that is not safe
   * @param stuck the shortest way to one that never comes to rest again
   */
  record Outcome(
      int states,
      long transitions,
      boolean complete,
      int goals,
      Optional<Story> unsafe,
      Optional<Story> stuck) {
    /** {@return whether all states were seen, and all are as they must be} */
    boolean holds() {
      return complete && unsafe.isEmpty() && stuck.isEmpty();
    }

    /** {@return the way to a state that is not as it must be, if there is one} */
    Optional<Story> counterexample() {
      return unsafe.or(() -> stuck);
    }

    @Override
    public String toString() {
      String size = "%,d states, %,d steps, %,d at rest".formatted(states, transitions, goals);
      if (unsafe.isPresent()) {
        return size + "\nUNSAFE:\n" + unsafe.get();
      }
      if (stuck.isPresent()) {
        return size + "\nSTUCK:\n" + stuck.get();
      }
      return size + (complete ? ": complete, safe and live" : ": NOT COMPLETE, safe so far");
    }
  }

  Outcome explore() {
    states.add(World.first(setup));
    parents.add(-1);
    for (frontier = 0; frontier < states.size(); frontier++) {
      World world = states.get(frontier);
      Optional<String> wrong = safety.violation(world);
      if (wrong.isPresent()) {
        return outcome(
            false, 0, Optional.of(story(frontier).ending(wrong.get())), Optional.empty());
      }
      if (states.size() > mostStates) {
        return outcome(false, 0, Optional.empty(), Optional.empty());
      }
      normalStepsFrom.add(Math.toIntExact(normalSteps.size()));
      steps.from(world, this::take);
    }
    normalStepsFrom.add(Math.toIntExact(normalSteps.size()));
    return judgeLiveness();
  }

  private void take(Step step, int director, World next) {
    transitions++;
    int before = states.size();
    int reached = states.add(next);
    if (reached == before) {
      parents.add(frontier);
    }
    if (step.isNormal() && reached != frontier) {
      normalSteps.add(reached);
    }
  }

  /** From the end, as often as that finds one more: most steps lead to a greater number. */
  private Outcome judgeLiveness() {
    BitSet good = new BitSet(states.size());
    for (int i = 0; i < states.size(); i++) {
      if (steps.isGoal(states.get(i))) {
        good.set(i);
      }
    }
    int goals = good.cardinality();
    boolean grew = true;
    while (grew) {
      grew = false;
      for (int i = states.size() - 1; i >= 0; i--) {
        if (!good.get(i) && leadsTo(i, good)) {
          good.set(i);
          grew = true;
        }
      }
    }
    int stuck = good.nextClearBit(0);
    return outcome(
        true,
        goals,
        Optional.empty(),
        stuck < states.size()
            ? Optional.of(story(stuck).ending("from here it never comes to rest"))
            : Optional.empty());
  }

  private boolean leadsTo(int state, BitSet good) {
    int end = normalStepsFrom.get(state + 1);
    for (int at = normalStepsFrom.get(state); at < end; at++) {
      if (good.get(normalSteps.get(at))) {
        return true;
      }
    }
    return false;
  }

  private Outcome outcome(
      boolean complete, int goals, Optional<Story> unsafe, Optional<Story> stuck) {
    return new Outcome(states.size(), transitions, complete, goals, unsafe, stuck);
  }

  private Story story(int state) {
    List<World> worlds = new ArrayList<>();
    for (int at = state; at >= 0; at = parents.get(at)) {
      worlds.add(states.get(at));
    }
    Collections.reverse(worlds);
    return Story.of(steps, worlds);
  }
}
