package io.lvsoperator.e2e.bed;

/** A second cluster with a Node of the same name as one of the first; it ends when it is closed. */
public interface OtherCluster extends AutoCloseable {

  /** An agent of this cluster on the machine, whose own agent must not run meanwhile. */
  Daemon agent();

  @Override
  void close();
}
