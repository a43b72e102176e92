package io.lvsoperator.e2e.bed;

/**
 * Something that goes on until it is stopped.
 *
 * @param <T> what has come of it then
 */
public interface Running<T> extends AutoCloseable {

  /** Ends it and returns what came of it; a second call returns the same. */
  T stop();

  @Override
  default void close() {
    stop();
  }
}
