package io.lvsoperator.kernel;

import io.lvsoperator.model.Destination;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import java.util.List;
import java.util.Map;

/**
 * The kernel's table of virtual servers. Every method throws {@link KernelException}: {@code
 * EEXIST} for what is there already, {@code ESRCH} for a virtual server that is not, {@code ENOENT}
 * for a destination or a scheduler that is not.
 */
public interface Ipvs {
  /**
   * {@return whether the kernel has ipvs in memory now} Unlike all else here, asking loads nothing.
   */
  boolean loaded();

  /** {@return every virtual server with its destinations, also those of others} */
  List<VirtualServerState> virtualServers();

  /**
   * Adds a virtual server, {@code ipvsadm -A}.
   *
   * @throws SchedulerUnavailableException if the kernel has no such scheduler
   */
  void add(VirtualServer server);

  /**
   * Edits a virtual server in place, {@code ipvsadm -E}.
   *
   * @throws SchedulerUnavailableException if the kernel has no such scheduler; everything stays
   *     then
   */
  void edit(VirtualServer server);

  /** Deletes a virtual server with its destinations, {@code ipvsadm -D}. */
  void delete(VirtualServerKey server);

  /** Adds a destination, {@code ipvsadm -a}. */
  void add(VirtualServerKey server, Destination destination);

  /** Edits a destination in place, {@code ipvsadm -e}. */
  void edit(VirtualServerKey server, Destination destination);

  /** Deletes a destination, {@code ipvsadm -d}. */
  void delete(VirtualServerKey server, Destination.Key destination);

  /** {@return the idle timeouts of connections, in seconds} */
  Map<IpvsTimeout, Integer> timeouts();

  /**
   * Sets idle timeouts, {@code ipvsadm --set}.
   *
   * @param seconds from 1; those that are missing stay as they are
   */
  void set(Map<IpvsTimeout, Integer> seconds);
}
