package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What became of a {@link DirectorGroup}; written by the controller alone.
 *
 * @param observedGeneration the generation that the conditions were found for
 * @param conditions one per type
 * @param directors the names of the Nodes that are directors
 * @param directorsSummary for a column: {@code lb01,lb02}
 * @param holder the Node that holds the VIPs
 * @param vipsSummary for a column: how many VIPs, or which
 * @param acceptedSpec the last accepted spec as JSON, while the newest is refused
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DirectorGroupStatus(
    @OptionalJson Optional<Long> observedGeneration,
    List<Condition> conditions,
    List<String> directors,
    @OptionalJson Optional<String> directorsSummary,
    @OptionalJson Optional<String> holder,
    @OptionalJson Optional<String> vipsSummary,
    @OptionalJson Optional<String> acceptedSpec)
    implements DeclaredStatus {

  /** Fills in what JSON left out. */
  public DirectorGroupStatus {
    observedGeneration = Given.optional(observedGeneration);
    conditions = Given.list(conditions);
    directors = Given.list(directors);
    directorsSummary = Given.optional(directorsSummary);
    holder = Given.optional(holder);
    vipsSummary = Given.optional(vipsSummary);
    acceptedSpec = Given.optional(acceptedSpec);
  }

  /** The status of an object that nobody has looked at yet. */
  public static DirectorGroupStatus empty() {
    return new DirectorGroupStatus(
        Optional.empty(),
        List.of(),
        List.of(),
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
  public DirectorGroupStatus remembering(Optional<String> accepted) {
    return new DirectorGroupStatus(
        observedGeneration, conditions, directors, directorsSummary, holder, vipsSummary, accepted);
  }
}
