package io.lvsoperator.e2e.bed;

/** The API server of a bed's cluster; its data survive a stop. */
public interface ApiServer {

  /** Stops it; clients are refused from now on. */
  void stop();

  /** Starts it and waits until it is ready. */
  void start();

  /**
   * Keeps a copy of everything that the cluster is, as an administrator does; stops it meanwhile.
   */
  void backUp();

  /** Makes the cluster what it was at the last {@link #backUp}; stops it meanwhile. */
  void restore();
}
