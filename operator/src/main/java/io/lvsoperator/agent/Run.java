package io.lvsoperator.agent;

import io.lvsoperator.kernel.ChangeApplier;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Changes in a row that go to the same place of the kernel and do not depend on each other. */
final class Run {
  private final List<Integer> places = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final Set<Subject> subjects = new HashSet<>();

  /** {@return whether this change may go out together with those that are here} */
  boolean takes(Change change) {
    return changes.isEmpty()
        || ChangeApplier.together(changes.getLast(), change)
            && !subjects.contains(change.subject())
            && Collections.disjoint(subjects, change.requires())
            && Collections.disjoint(subjects, change.requiresOneOf());
  }

  /** Adds a change that is the one at this place of a pass. */
  void add(int place, Change change) {
    places.add(place);
    changes.add(change);
    subjects.add(change.subject());
    subjects.addAll(change.provides());
  }

  List<Integer> places() {
    return places;
  }

  List<Change> changes() {
    return changes;
  }
}
