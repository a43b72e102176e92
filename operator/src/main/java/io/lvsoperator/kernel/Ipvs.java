package io.lvsoperator.kernel;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import java.util.List;
import java.util.Map;

/**
 * The kernel's table of virtual servers. It answers {@code EEXIST} for what is there already,
 * {@code ESRCH} for a virtual server that is not, {@code ENOENT} for a destination or a scheduler
 * that is not.
 */
public interface Ipvs {
  /**
   * {@return whether the kernel has ipvs in memory now} Unlike all else here, asking loads nothing.
   */
  boolean loaded();

  /** {@return every virtual server with its destinations, also those of others} */
  default List<VirtualServerState> virtualServers() {
    return servers().stream()
        .map(server -> new VirtualServerState(server, destinations(server.key())))
        .toList();
  }

  /** {@return every virtual server without its destinations, also those of others: one question} */
  List<VirtualServer> servers();

  /**
   * {@return the destinations of a virtual server in the kernel's order; none if it is not there}
   */
  List<DestinationState> destinations(VirtualServerKey server);

  /**
   * Carries these changes out, in this order. One that is refused does not stop those behind it: a
   * change that must not be made without another does not go out together with it. Where a
   * scheduler is missing the reason is a {@link SchedulerUnavailableException}, and what stood
   * stays.
   *
   * @return what came of each, in their order
   * @throws KernelException if that cannot be told
   */
  List<Answer> apply(List<? extends Change.OfIpvs> changes);

  /** {@return the idle timeouts of connections, in seconds} */
  Map<IpvsTimeout, Integer> timeouts();

  /**
   * Sets idle timeouts, {@code ipvsadm --set}.
   *
   * @param seconds from 1; those that are missing stay as they are
   */
  void set(Map<IpvsTimeout, Integer> seconds);
}
