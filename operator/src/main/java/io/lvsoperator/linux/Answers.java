package io.lvsoperator.linux;

import io.lvsoperator.kernel.Answer;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.Change;
import io.lvsoperator.netlink.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What came of a batch, from what netlink answered. */
final class Answers {
  private Answers() {}

  /**
   * {@return what came of each change} Where answers were lost the kernel is read once, and what
   * stands there decides.
   *
   * @param standing reads the kernel; {@return whether it is as a change wanted it}
   */
  static <C extends Change> List<Answer> of(
      List<C> changes, List<Outcome> outcomes, Supplier<Predicate<C>> standing) {
    Predicate<C> stands = outcomes.contains(new Outcome.Unknown()) ? standing.get() : _ -> true;
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      C change = changes.get(i);
      answers.add(
          switch (outcomes.get(i)) {
            case Outcome.Applied _ -> new Answer.Done();
            case Outcome.Refused refused -> new Answer.Refused(Failures.translate(refused.cause()));
            case Outcome.Unknown _ ->
                stands.test(change) ? new Answer.Done() : new Answer.Refused(lost(change));
          });
    }
    return answers;
  }

  private static KernelException lost(Change change) {
    return new KernelException(
        change.command(), "ENOBUFS", "the kernel's answer was lost, and it has not done it");
  }
}
