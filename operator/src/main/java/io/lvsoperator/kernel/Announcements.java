package io.lvsoperator.kernel;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.ProbeResult;

/** What is said and asked on the link about addresses. */
public interface Announcements {
  /**
   * Sends one gratuitous ARP, or one unsolicited neighbour advertisement.
   *
   * @throws KernelException {@code ENODEV} or {@code ENETDOWN}
   */
  void announce(String link, IpAddress address);

  /**
   * Asks whether somebody has this address (RFC 5227, or duplicate address detection), and waits
   * for about a second.
   *
   * @throws KernelException {@code ENODEV} or {@code ENETDOWN}
   */
  ProbeResult probe(String link, IpAddress address);
}
