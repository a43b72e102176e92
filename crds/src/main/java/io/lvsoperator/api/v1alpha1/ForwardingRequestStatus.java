package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What a node answers a director.
 *
 * @param bootID the node's boot id; everything here is about this boot
 * @param acknowledged the request that the node honours: all of it is in place but for the
 *     exceptions
 * @param exceptions what is not in place, at most 256
 * @param attachmentsSummary for a column: {@code 3/4} in place
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ForwardingRequestStatus(
    @OptionalJson Optional<String> bootID,
    @OptionalJson Optional<Acknowledgement> acknowledged,
    List<AttachmentException> exceptions,
    @OptionalJson Optional<String> attachmentsSummary) {

  /** Fills in what JSON left out. */
  public ForwardingRequestStatus {
    bootID = Given.optional(bootID);
    acknowledged = Given.optional(acknowledged);
    exceptions = Given.list(exceptions);
    attachmentsSummary = Given.optional(attachmentsSummary);
  }

  /** The status of a request that its node has not answered. */
  public static ForwardingRequestStatus empty() {
    return new ForwardingRequestStatus(
        Optional.empty(), Optional.empty(), List.of(), Optional.empty());
  }
}
