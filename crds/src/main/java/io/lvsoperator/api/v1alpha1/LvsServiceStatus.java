package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What became of an {@link LvsService}; written by the controller alone.
 *
 * @param observedGeneration the generation that the conditions were found for
 * @param conditions one per type
 * @param vip the VIP in the data plane
 * @param portsSummary for a column: {@code 80/TCP,53/UDP}
 * @param realServersSummary for a column: {@code 3/4} are eligible
 * @param director the node that holds the VIP
 * @param acceptedSpec the last accepted spec as JSON, while the newest is refused
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LvsServiceStatus(
    @OptionalJson Optional<Long> observedGeneration,
    List<Condition> conditions,
    @OptionalJson Optional<String> vip,
    @OptionalJson Optional<String> portsSummary,
    @OptionalJson Optional<String> realServersSummary,
    @OptionalJson Optional<String> director,
    @OptionalJson Optional<String> acceptedSpec)
    implements DeclaredStatus {

  /** Fills in what JSON left out. */
  public LvsServiceStatus {
    observedGeneration = Given.optional(observedGeneration);
    conditions = Given.list(conditions);
    vip = Given.optional(vip);
    portsSummary = Given.optional(portsSummary);
    realServersSummary = Given.optional(realServersSummary);
    director = Given.optional(director);
    acceptedSpec = Given.optional(acceptedSpec);
  }

  /** The status of an object that nobody has looked at yet. */
  public static LvsServiceStatus empty() {
    return new LvsServiceStatus(
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The condition of this type, absent until something writes it. */
  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }

  /** The same, keeping in mind what was accepted last. */
  public LvsServiceStatus remembering(Optional<String> accepted) {
    return new LvsServiceStatus(
        observedGeneration, conditions, vip, portsSummary, realServersSummary, director, accepted);
  }
}
