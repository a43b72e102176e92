package io.lvsoperator.agent;

import io.lvsoperator.model.Cause;
import io.lvsoperator.model.Change;
import java.util.List;

/**
 * What came of the changes of a pass.
 *
 * @param entries one per change, in order
 */
public record Report(List<Entry> entries) {
  /** There was nothing to do. */
  public static final Report EMPTY = new Report(List.of());

  /** Copies the list. */
  public Report {
    entries = List.copyOf(entries);
  }

  /**
   * A change and what came of it.
   *
   * @param change the change
   * @param cause why it was to be made
   * @param result what came of it
   */
  public record Entry(Change change, Cause cause, Result result) {}

  /** What came of a change. */
  public sealed interface Result {
    /** The kernel has done it. */
    record Applied() implements Result {}

    /**
     * The kernel or the journal refused it.
     *
     * @param reason a condition's reason
     * @param why the facts, and what to do
     */
    record Failed(String reason, String why) implements Result {}

    /**
     * It was not tried.
     *
     * @param why what stood in its way
     */
    record Skipped(String why) implements Result {}

    /**
     * A person wants the kernel left as it is.
     *
     * @param why who says so
     */
    record Paused(String why) implements Result {}
  }

  /** {@return these changes, none of which is tried} */
  static Report paused(List<Change> changes, String why) {
    return new Report(
        changes.stream()
            .map(change -> new Entry(change, Cause.OBJECTS, new Result.Paused(why)))
            .toList());
  }

  /** {@return the changes that wait until nobody wants the kernel left as it is} */
  public List<Change> waiting() {
    return entries.stream()
        .filter(e -> e.result() instanceof Result.Paused)
        .map(Entry::change)
        .toList();
  }

  /** {@return the changes that the kernel has done} */
  public List<Change> applied() {
    return entries.stream()
        .filter(e -> e.result() instanceof Result.Applied)
        .map(Entry::change)
        .toList();
  }

  /** {@return the changes that were refused or not tried} */
  public List<Entry> undone() {
    return entries.stream().filter(e -> !(e.result() instanceof Result.Applied)).toList();
  }

  /** {@return whether every change was carried out} */
  public boolean complete() {
    return undone().isEmpty();
  }
}
