package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One requirement of a {@link LabelSelector}.
 *
 * @param key the label's key
 * @param operator how the label is compared
 * @param values the values of {@code In} and {@code NotIn}; else empty
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SelectorRequirement(
    String key, Lenient<SelectorOperator> operator, List<String> values) {

  /** Fills in what JSON left out. */
  public SelectorRequirement {
    key = Given.text(key);
    operator = Given.or(Lenient.of(SelectorOperator.IN), operator);
    values = Given.list(values);
  }

  /** Whether {@code labels} fulfil this; an operator that this version does not know never does. */
  public boolean matches(Map<String, String> labels) {
    Optional<String> label = Optional.ofNullable(labels.get(key));
    return operator
        .value()
        .map(
            known ->
                switch (known) {
                  case IN -> label.filter(values::contains).isPresent();
                  case NOT_IN -> label.filter(values::contains).isEmpty();
                  case EXISTS -> label.isPresent();
                  case DOES_NOT_EXIST -> label.isEmpty();
                })
        .orElse(false);
  }
}
