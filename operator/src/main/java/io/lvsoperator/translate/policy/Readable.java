package io.lvsoperator.translate.policy;

import io.lvsoperator.api.v1alpha1.ConditionReasons;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.Optional;
import java.util.function.Function;

/**
 * A newer definition may have given a field another type: then this version can't read the object.
 *
 * @param object what is judged
 * @param <C> the case that it is in
 */
record Readable<C>(Function<C, Declared<?, ?>> object) implements Policy<C> {
  @Override
  public Optional<Finding> judge(C judged) {
    return object
        .apply(judged)
        .unreadable()
        .flatMap(
            why ->
                Finding.refuse(
                    ConditionReasons.UNSUPPORTED_VALUE,
                    "this version can't read the object: " + why));
  }
}
