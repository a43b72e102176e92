package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What became of a {@link RealServer} in one service.
 *
 * @param name the LvsService, in the same namespace
 * @param conditions one per type
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RealServerServiceStatus(String name, List<Condition> conditions) {

  /** Fills in what JSON left out. */
  public RealServerServiceStatus {
    name = Given.text(name);
    conditions = Given.list(conditions);
  }

  /** The condition of this type, absent until something writes it. */
  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }
}
