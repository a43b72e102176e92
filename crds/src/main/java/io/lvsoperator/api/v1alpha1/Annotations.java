package io.lvsoperator.api.v1alpha1;

/**
 * Annotations and labels by which a person puts something into maintenance. They are no part of a
 * spec, so that whoever applies specs again and again (GitOps) does not revert them.
 */
public final class Annotations {

  /** What all annotations of ours begin with. */
  public static final String PREFIX = "lvsoperator.io/";

  /**
   * On a RealServer, or on a Node for all its RealServers: a {@link RealServerState}. The most
   * conservative of spec and annotations wins.
   */
  public static final String STATE = PREFIX + "state";

  /**
   * On a Node or a DirectorGroup, {@code "true"}: agents report and change nothing in the kernel.
   */
  public static final String PAUSED = PREFIX + "paused";

  /**
   * Kubernetes' own label on a Node, whatever its value: no load balancer outside of the cluster
   * sends anything there.
   */
  public static final String EXCLUDED_LABEL =
      "node.kubernetes.io/exclude-from-external-load-balancers";

  private Annotations() {}
}
