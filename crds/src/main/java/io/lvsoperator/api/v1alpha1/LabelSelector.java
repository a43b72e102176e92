package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * A label selector as everywhere in Kubernetes: all requirements must hold.
 *
 * @param matchLabels labels that must be there with these values
 * @param matchExpressions further requirements
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LabelSelector(
    Map<String, String> matchLabels, List<SelectorRequirement> matchExpressions) {

  /** Fills in what JSON left out. */
  public LabelSelector {
    matchLabels = Given.map(matchLabels);
    matchExpressions = Given.list(matchExpressions);
  }

  /** The selector of exactly these labels. */
  public static LabelSelector of(Map<String, String> labels) {
    return new LabelSelector(labels, List.of());
  }

  /** Whether it selects {@code labels}; without any requirement it selects everything. */
  public boolean matches(Map<String, String> labels) {
    return labels.entrySet().containsAll(matchLabels.entrySet())
        && matchExpressions.stream().allMatch(requirement -> requirement.matches(labels));
  }

  /** Whether it has no requirement at all. */
  public boolean selectsEverything() {
    return matchLabels.isEmpty() && matchExpressions.isEmpty();
  }
}
