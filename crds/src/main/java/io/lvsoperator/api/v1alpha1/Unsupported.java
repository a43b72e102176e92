package io.lvsoperator.api.v1alpha1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Collects the values of one object that this version does not know. */
final class Unsupported {

  private final List<String> found = new ArrayList<>();

  private Unsupported() {}

  static Unsupported values() {
    return new Unsupported();
  }

  Unsupported value(String field, Lenient<?> value) {
    if (!value.isKnown()) {
      found.add(field + " \"" + value.text() + "\"");
    }
    return this;
  }

  <T> Unsupported each(String field, List<T> items, Function<T, Lenient<?>> value) {
    items.forEach(item -> value(field, value.apply(item)));
    return this;
  }

  Unsupported selector(String field, Optional<LabelSelector> selector) {
    return each(
        field + ".matchExpressions[].operator",
        selector.map(LabelSelector::matchExpressions).orElse(List.of()),
        SelectorRequirement::operator);
  }

  List<String> list() {
    return List.copyOf(found);
  }
}
