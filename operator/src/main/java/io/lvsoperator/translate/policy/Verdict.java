package io.lvsoperator.translate.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The outcome of a chain of policies.
 *
 * @param refusal why the object is refused; empty if it is accepted
 * @param warnings what is wrong with it all the same
 */
public record Verdict(Optional<Finding.Refusal> refusal, List<String> warnings) {
  /** Accepted without a word. */
  public static final Verdict ACCEPTED = new Verdict(Optional.empty(), List.of());

  /** Copies the list. */
  public Verdict {
    warnings = List.copyOf(warnings);
  }

  /** {@return the refusal for this reason} */
  public static Verdict refused(String reason, String message) {
    return new Verdict(Optional.of(new Finding.Refusal(reason, message)), List.of());
  }

  /** {@return this verdict with one more warning} */
  public Verdict warning(String message) {
    return new Verdict(refusal, Stream.concat(warnings.stream(), Stream.of(message)).toList());
  }

  /** {@return whether nothing refuses it} */
  public boolean accepted() {
    return refusal.isEmpty();
  }

  /** {@return whether it is refused for this reason} */
  public boolean refusedFor(String reason) {
    return refusal.filter(refused -> refused.reason().equals(reason)).isPresent();
  }

  /** {@return what both say together: the first refusal, or else the warnings of both} */
  public Verdict and(java.util.function.Supplier<Verdict> next) {
    if (!accepted()) {
      return this;
    }
    Verdict other = next.get();
    return !other.accepted() || warnings.isEmpty()
        ? other
        : new Verdict(refusal, Stream.concat(warnings.stream(), other.warnings.stream()).toList());
  }

  /** {@return this verdict, or what the next chain says where this one has no refusal} */
  public Verdict then(java.util.function.Supplier<Verdict> next) {
    return accepted() ? next.get() : this;
  }
}
