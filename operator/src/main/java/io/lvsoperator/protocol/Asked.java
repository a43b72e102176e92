package io.lvsoperator.protocol;

import io.lvsoperator.model.Attachment;
import java.time.Instant;
import java.util.Optional;

/**
 * An attachment as its director remembers it.
 *
 * @param attachment what is asked for
 * @param askedIn the sequence in which it was asked for last; 0 before it was
 * @param again whether it is to be asked for again under the next sequence, because something
 *     happened to the node since
 * @param weightless whether there is evidence that it is not in place: then it has no weight
 * @param excepted whether the node has said that it is not in place
 * @param superseded since when nothing begins a connection under it
 */
public record Asked(
    Attachment attachment,
    long askedIn,
    boolean again,
    boolean weightless,
    boolean excepted,
    Optional<Instant> superseded) {

  static Asked fresh(Attachment attachment) {
    return new Asked(attachment, 0, false, false, false, Optional.empty());
  }

  /** {@return the same, to be asked for again} */
  Asked askAgain() {
    return new Asked(attachment, askedIn, true, weightless, excepted, superseded);
  }

  /** {@return the same after a boot of its node that was not known: nothing is in place} */
  Asked afterBoot() {
    return new Asked(attachment, askedIn, true, true, excepted, superseded);
  }

  /** {@return the same, as the node says that it is not in place} */
  Asked except() {
    return new Asked(attachment, askedIn, again, true, true, superseded);
  }

  /** {@return the same with its weight back} */
  Asked usable() {
    return new Asked(attachment, askedIn, again, false, excepted, superseded);
  }

  /** {@return the same, asked for under this sequence} */
  Asked in(long sequence) {
    return new Asked(attachment, sequence, false, weightless, false, superseded);
  }

  /** {@return the same, from this moment on or not at all superseded} */
  public Asked supersededSince(Optional<Instant> since) {
    return new Asked(attachment, askedIn, again, weightless, excepted, since);
  }
}
