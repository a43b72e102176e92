package io.lvsoperator.api.v1alpha1;

/**
 * The condition types of the API. A type is absent until something writes it; all of them are
 * positive ({@code True} is the good state) except {@link #DEGRADED} and {@link #PAUSED}.
 */
public final class ConditionTypes {

  /** LvsService, RealServer, DirectorGroup: the object is valid and allowed. */
  public static final String ACCEPTED = "Accepted";

  /** LvsService, and a RealServer within a service: what it refers to is there and fits. */
  public static final String RESOLVED_REFS = "ResolvedRefs";

  /** LvsService: the kernels of its nodes hold what it wants. */
  public static final String PROGRAMMED = "Programmed";

  /** All kinds: it works. LvsService: accepted, VIP on its holder, one destination eligible. */
  public static final String READY = "Ready";

  /** LvsService: it works, with fewer real servers than selected. */
  public static final String DEGRADED = "Degraded";

  /** RealServer within a service: its own side is set up; Unknown for external ones. */
  public static final String CONFIGURED = "Configured";

  /**
   * LvsNode: its agent renews its Lease. Written by the controller; Unknown where the agent is
   * silent.
   */
  public static final String AGENT_ALIVE = "AgentAlive";

  /**
   * LvsNode: the DirectorGroups that it is in want the same options of its ipvs. Absent while they
   * do.
   */
  public static final String GROUPS_AGREE = "GroupsAgree";

  /**
   * LvsNode: the agent acts on what the cluster says now. False where it keeps what it no longer
   * sees, or cannot use what it keeps for a reboot; absent otherwise.
   */
  public static final String CLUSTER_KNOWN = "ClusterKnown";

  /**
   * LvsNode, DirectorGroup: agents report and change nothing in the kernel. False where the
   * annotation has an unknown value; absent otherwise.
   */
  public static final String PAUSED = "Paused";

  /** LvsNode: its report has room for everything. False where it has not; absent otherwise. */
  public static final String REPORT_COMPLETE = "ReportComplete";

  private ConditionTypes() {}
}
