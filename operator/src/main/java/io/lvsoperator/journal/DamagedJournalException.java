package io.lvsoperator.journal;

/** A journal lacks something, or holds something that cannot be. */
final class DamagedJournalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DamagedJournalException(String message) {
    super(message);
  }
}
