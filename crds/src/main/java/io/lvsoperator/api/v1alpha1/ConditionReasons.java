package io.lvsoperator.api.v1alpha1;

/** The reasons that conditions carry, one constant per reason. */
public final class ConditionReasons {

  /** The object is valid and allowed. */
  public static final String ACCEPTED = "Accepted";

  /** What the object refers to is there and fits. */
  public static final String RESOLVED = "Resolved";

  /** The kernel holds what the object wants. */
  public static final String PROGRAMMED = "Programmed";

  /** It works. */
  public static final String READY = "Ready";

  /** It is not finished yet; the message says what is awaited. */
  public static final String PENDING = "Pending";

  /** A field has a value that this version does not know or cannot do. */
  public static final String UNSUPPORTED_VALUE = "UnsupportedValue";

  /** A field has a value that cannot be. */
  public static final String INVALID = "Invalid";

  /** No allow rule of the group permits the address. */
  public static final String NOT_ALLOWED = "NotAllowed";

  /** The VIP belongs to another namespace, group or mode. */
  public static final String VIP_IN_USE = "VIPInUse";

  /** Another service of the same owner has the same VIP, protocol and port, and had it first. */
  public static final String CONFLICT = "Conflict";

  /** The director itself listens on the port of a VIP that is its own address. */
  public static final String PORT_IN_USE = "PortInUse";

  /** There is no such DirectorGroup. */
  public static final String GROUP_NOT_FOUND = "DirectorGroupNotFound";

  /** The group selects no Node. */
  public static final String NO_DIRECTORS = "NoDirectors";

  /** No RealServer is selected. */
  public static final String NO_REAL_SERVERS = "NoRealServers";

  /** No Node is, or has the address of, a RealServer with management Agent. */
  public static final String NODE_NOT_FOUND = "NodeNotFound";

  /** The node that the RealServer names does not have its address. */
  public static final String ADDRESS_NOT_LOCAL = "AddressNotLocal";

  /** Another RealServer has the same address, and had it first. */
  public static final String DUPLICATE_ADDRESS = "DuplicateAddress";

  /** A machine outside the group answered for the VIP. */
  public static final String ADDRESS_IN_USE = "AddressInUse";

  /** The RealServer's address family is not its service's VIP's. */
  public static final String ADDRESS_FAMILY_MISMATCH = "AddressFamilyMismatch";

  /** In DR the RealServer is in no subnet of the director. */
  public static final String NOT_ON_LINK = "NotOnLink";

  /** Older services have taken all firewall marks, which ranges of ports need. */
  public static final String NO_MARK_LEFT = "NoMarkLeft";

  /** A node is in several DirectorGroups that want different options: the oldest is followed. */
  public static final String OLDER_GROUP = "OlderGroup";

  /** A tunnel cannot end on the real server's node. */
  public static final String TUNNEL_NOT_USABLE = "TunnelNotUsable";

  /** Something that we want stands there already and is not ours. */
  public static final String FOREIGN_ENTRY = "ForeignEntry";

  /** The director's kernel has no such scheduler. */
  public static final String SCHEDULER_UNAVAILABLE = "SchedulerUnavailable";

  /** Its owner sets it up: nobody here can tell. */
  public static final String EXTERNAL = "External";

  /** RealServers are selected, but none of them gets connections. */
  public static final String NO_ELIGIBLE_REAL_SERVERS = "NoEligibleRealServers";

  /** The RealServer's own side is set up. */
  public static final String CONFIGURED = "Configured";

  /** No accepted service selects the RealServer. */
  public static final String NOT_SELECTED = "NotSelected";

  /** Its owner lets the RealServer have no new connections. */
  public static final String DRAINING = "Draining";

  /** Its owner has taken the RealServer out. */
  public static final String OUT_OF_SERVICE = "OutOfService";

  /** The director asks whether somebody else has the VIP before it adds it. */
  public static final String PROBING = "Probing";

  /** Another director still has the VIP; it is added here when that one has given it up. */
  public static final String WAITING_FOR_PREDECESSOR = "WaitingForPredecessor";

  /** The director has no interface for the VIP. */
  public static final String NO_INTERFACE = "NoInterface";

  /** No director of the group has an address in the real server's subnet, which NAT needs. */
  public static final String DIRECTOR_NOT_ON_LINK = "DirectorNotOnLink";

  /** The bits of the packet mark do not tell so many directors apart. */
  public static final String MARKS_EXHAUSTED = "MarksExhausted";

  /** The VIP is an address of the real server itself and would answer ARP there. */
  public static final String VIP_ON_THIS_NODE = "VIPOnThisNode";

  /** A parameter of the real server's node would let it answer ARP for the VIP. */
  public static final String ARP_NOT_HIDDEN = "ARPNotHidden";

  /** FULLNAT is about to run out of source ports towards a real server. */
  public static final String SOURCE_PORTS_SHORT = "SourcePortsShort";

  /**
   * It works in its old mode until its real servers are ready for the new one, or has just changed.
   */
  public static final String MODE_CHANGING = "ModeChanging";

  /** It serves its ports as before until its real servers know them as they are now. */
  public static final String PORTS_CHANGING = "PortsChanging";

  /** The newest spec is refused; the one that was accepted last stays in force. */
  public static final String LAST_ACCEPTED = "LastAccepted";

  /** The node's agent renews its Lease. */
  public static final String RENEWING = "Renewing";

  /**
   * The node's agent has not renewed its Lease for 40 s: what it reported may be out of date.
   * Nobody is taken out for it.
   */
  public static final String AGENT_SILENT = "AgentSilent";

  /** The node's agent has no Lease: it is an older one, or may not write it. */
  public static final String NO_LEASE = "NoLease";

  /** Something is not seen any more, and stays in force because nobody said that it was deleted. */
  public static final String HELD_BACK = "HeldBack";

  /** The node's file for a boot without the API server is damaged, foreign, or not written. */
  public static final String SAVED_INTENT_UNUSABLE = "SavedIntentUnusable";

  /** The RealServer gets no new connections, and its director counts none any more. */
  public static final String DRAINED = "Drained";

  /** The annotation {@link Annotations#PAUSED} keeps agents from changing their kernels. */
  public static final String PAUSED = "Paused";

  /** A node's report has no room for everything; what it lacks counts as unknown. */
  public static final String TOO_LONG = "TooLong";

  /** Nothing of ours is on the node any more. */
  public static final String GIVEN_BACK = "GivenBack";

  private ConditionReasons() {}
}
