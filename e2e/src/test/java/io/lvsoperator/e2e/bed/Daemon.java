package io.lvsoperator.e2e.bed;

/** A long-running process of the product: an agent or the controller. */
public interface Daemon {

  /** Starts it unless it runs; does not wait until it is ready. */
  void start();

  /**
   * Asks it to end (SIGTERM) and waits until it has, at most 30 s; nothing when it does not run.
   */
  void stop();

  /** Ends it without warning (SIGKILL); nothing when it does not run. */
  void kill();

  /** Whether it runs. */
  boolean running();

  /** Whether it answers 200 to /readyz. */
  boolean ready();

  /** The text of /metrics. */
  String metrics();

  /** What it has logged, in all its starts. */
  String log();
}
