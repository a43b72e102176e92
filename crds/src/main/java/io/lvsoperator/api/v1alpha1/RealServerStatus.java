package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What became of a {@link RealServer}; written by the controller alone.
 *
 * @param observedGeneration the generation that the conditions were found for
 * @param conditions one per type
 * @param nodeName the Node that it was found to be
 * @param services one per service that selects it
 * @param acceptedSpec the last accepted spec as JSON, while the newest is refused
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RealServerStatus(
    @OptionalJson Optional<Long> observedGeneration,
    List<Condition> conditions,
    @OptionalJson Optional<String> nodeName,
    List<RealServerServiceStatus> services,
    @OptionalJson Optional<String> acceptedSpec)
    implements DeclaredStatus {

  /** Fills in what JSON left out. */
  public RealServerStatus {
    observedGeneration = Given.optional(observedGeneration);
    conditions = Given.list(conditions);
    nodeName = Given.optional(nodeName);
    services = Given.list(services);
    acceptedSpec = Given.optional(acceptedSpec);
  }

  /** The status of an object that nobody has looked at yet. */
  public static RealServerStatus empty() {
    return new RealServerStatus(
        Optional.empty(), List.of(), Optional.empty(), List.of(), Optional.empty());
  }

  /** The condition of this type, absent until something writes it. */
  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }

  /** The same, keeping in mind what was accepted last. */
  public RealServerStatus remembering(Optional<String> accepted) {
    return new RealServerStatus(observedGeneration, conditions, nodeName, services, accepted);
  }
}
