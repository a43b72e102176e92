package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * The kernel of a node.
 *
 * @param release {@code uname -r}
 * @param features what it was found to be capable of
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeKernel(@OptionalJson Optional<String> release, List<String> features) {

  /** Fills in what JSON left out. */
  public NodeKernel {
    release = Given.optional(release);
    features = Given.list(features);
  }
}
