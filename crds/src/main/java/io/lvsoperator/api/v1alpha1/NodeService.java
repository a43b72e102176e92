package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What a node made of an {@link LvsService}.
 *
 * @param namespace the service's namespace
 * @param name the service's name
 * @param observedGeneration the service's generation that this is about
 * @param programmed whether the kernel holds what the service wants of this node
 * @param reason one CamelCase word
 * @param message a sentence for a person; may be empty
 * @param destinations on a director: the destinations in its kernel now
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeService(
    String namespace,
    String name,
    @OptionalJson Optional<Long> observedGeneration,
    Lenient<ConditionStatus> programmed,
    String reason,
    String message,
    List<NodeDestination> destinations) {

  /** Fills in what JSON left out. */
  public NodeService {
    namespace = Given.text(namespace);
    name = Given.text(name);
    observedGeneration = Given.optional(observedGeneration);
    programmed = Given.or(Lenient.of(ConditionStatus.UNKNOWN), programmed);
    reason = Given.text(reason);
    message = Given.text(message);
    destinations = Given.list(destinations);
  }

  /** The same with other destinations. */
  public NodeService withDestinations(List<NodeDestination> others) {
    return new NodeService(
        namespace, name, observedGeneration, programmed, reason, message, others);
  }
}
