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
 * @param destinationsOmitted how many more there are, for which the report has no room
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
    List<NodeDestination> destinations,
    @OptionalJson Optional<Integer> destinationsOmitted) {

  /** Fills in what JSON left out. */
  public NodeService {
    namespace = Given.text(namespace);
    name = Given.text(name);
    observedGeneration = Given.optional(observedGeneration);
    programmed = Given.or(Lenient.of(ConditionStatus.UNKNOWN), programmed);
    reason = Given.text(reason);
    message = Given.text(message);
    destinations = Given.list(destinations);
    destinationsOmitted = Given.optional(destinationsOmitted);
  }

  /** The same with other destinations. */
  public NodeService withDestinations(List<NodeDestination> others) {
    return withDestinations(others, destinationsOmitted);
  }

  /** The same with these destinations of more. */
  public NodeService withDestinations(List<NodeDestination> some, Optional<Integer> omitted) {
    return new NodeService(
        namespace, name, observedGeneration, programmed, reason, message, some, omitted);
  }

  /** The same with so many characters of its message. */
  public NodeService withMessageOf(int length) {
    return message.length() <= length
        ? this
        : new NodeService(
            namespace,
            name,
            observedGeneration,
            programmed,
            reason,
            message.substring(0, length),
            destinations,
            destinationsOmitted);
  }

  /** Whether a destination that is not here is not in the kernel. */
  public boolean tellsAll() {
    return destinationsOmitted.isEmpty();
  }
}
