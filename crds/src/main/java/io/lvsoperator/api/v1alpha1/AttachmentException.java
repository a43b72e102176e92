package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Something asked that is not in place on the node.
 *
 * @param id the {@link Attachment}, or {@link #ALL}
 * @param reason one CamelCase word of at most 64 characters
 * @param message a sentence for a person, at most 512 characters; may be empty
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AttachmentException(String id, String reason, String message) {

  /** The id of an exception that is about every attachment. */
  public static final String ALL = "all";

  /** Fills in what JSON left out. */
  public AttachmentException {
    id = Given.text(id);
    reason = Given.text(reason);
    message = Given.text(message);
  }
}
