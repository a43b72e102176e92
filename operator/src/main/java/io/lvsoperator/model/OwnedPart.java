package io.lvsoperator.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A part that this node has taken as a real server, as the journal remembers it: enough to keep it
 * in place while its directors still need it, also when the objects are gone and the agent was
 * started anew.
 *
 * @param part what was wanted last
 * @param leavingSince since when it is no longer wanted, if it is not
 * @param earlier ports of before that directors may still use
 */
public record OwnedPart(
    HostedPart part, Optional<Instant> leavingSince, Optional<EarlierPorts> earlier) {
  /** A part whose ports have not changed lately. */
  public OwnedPart(HostedPart part, Optional<Instant> leavingSince) {
    this(part, leavingSince, Optional.empty());
  }

  /**
   * Ports that the service had before: a director that has not heard of the change yet, or waits
   * for real servers, sends there.
   *
   * @param ports the ports that are none of the service's any more
   * @param since when the last of them ceased to be
   */
  public record EarlierPorts(List<PortMapping> ports, Instant since) {
    /** Copies the list. */
    public EarlierPorts {
      ports = List.copyOf(ports);
    }
  }
}
