package io.lvsoperator.translate.policy;

import java.util.List;

/** All policies, in the order in which they are asked. */
public final class Policies {
  /** Whether an LvsService can be accepted, whatever other LvsServices have. */
  public static final Chain<ServiceCase> SERVICE =
      new Chain<>(
          List.of(
              new Readable<>(ServiceCase::service), // or the rest is moot
              new KnownServiceValues(), // an older version meets a newer object
              new WellFormedService(), // what the schema refuses: files never saw it
              new GroupExists(),
              new VipIsUnicast(), // an address that a host can have
              new VipOutsideCluster(), // not pods', Services' or the API server's
              new VipIsNoBroadcast(), // of a director's subnet
              new VipIsNoNextHop(), // nobody's gateway
              new VipIsNoOthersAddress(), // no other node's; only a warning once accepted
              new VipAllowed(), // a VIP is a privilege
              new OwnAddressAllowed(), // the director's own needs a word of its own
              new OwnAddressFits())); // and must stay of use to it

  /** Whether what an LvsService asks for is free. */
  public static final Chain<ServiceCase> SERVICE_UNCLAIMED =
      new Chain<>(
          List.of(
              new VipUnclaimed(), // one namespace, group and mode; the oldest
              new PortsUnclaimed())); // within one owner

  /**
   * Whether what was accepted of an LvsService before may go on: the administrator's word alone.
   */
  public static final Chain<ServiceCase> SERVICE_STILL_ALLOWED =
      new Chain<>(List.of(new GroupExists(), new VipAllowed(), new OwnAddressAllowed()));

  /** Whether a RealServer is itself sound. */
  public static final Chain<RealServerCase> REAL_SERVER =
      new Chain<>(
          List.of(
              new Readable<>(RealServerCase::server), // or the rest is moot
              new KnownRealServerValues(), // an older version meets a newer object
              new WellFormedRealServer(), // what the schema refuses: files never saw it
              new RealServerIsUnicast())); // an address that a host can have

  /** Whether a RealServer's address is its own. */
  public static final Chain<RealServerCase> REAL_SERVER_UNCLAIMED =
      new Chain<>(List.of(new AddressUnclaimed())); // the oldest RealServer has it

  /** Whether a RealServer is where it says; without it the address stays its own. */
  public static final Chain<RealServerCase> REAL_SERVER_PLACE =
      new Chain<>(
          List.of(
              new NodeExists(), // an agent can only work on a node
              new AddressLocal())); // and only for an address of its own

  /** Whether a RealServer can serve in a service that selects it. */
  public static final Chain<MemberCase> MEMBER =
      new Chain<>(
          List.of(
              new SameFamily(), // as the VIP
              new OnLink(), // of the director, in DR
              new RealServerAllowed())); // by the group

  /** Whether a DirectorGroup says what this version understands. */
  public static final Chain<GroupCase> GROUP =
      new Chain<>(
          List.of(
              new Readable<>(GroupCase::group), // or the rest is moot
              new KnownGroupValues(), // an older version meets a newer object
              new WellFormedGroup(), // ranges are ranges
              new SourceAddressesUsable())); // by a director, and nobody else

  private Policies() {}
}
