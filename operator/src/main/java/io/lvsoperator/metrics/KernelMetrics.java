package io.lvsoperator.metrics;

import io.lvsoperator.kernel.Ipvs;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.DirectedServer;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.model.VirtualServerState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the kernel counts for our virtual servers, read at each scrape: {@code
 * lvs_real_server_connections}, {@code lvs_real_server_weight} and, in FULLNAT, {@code
 * lvs_source_ports_used_ratio}.
 */
public final class KernelMetrics {
  private final Ipvs ipvs;
  private final Supplier<Map<VirtualServerKey, DirectedServer>> owners;
  private final MultiGauge connections;
  private final MultiGauge weights;
  private final MultiGauge sourcePorts;

  /**
   * Registers the meters.
   *
   * @param registry where
   * @param ipvs the kernel's virtual servers
   * @param owners ours among them, with the LvsService of each; while there are none the kernel is
   *     not asked, which would load its ipvs modules
   */
  public KernelMetrics(
      MeterRegistry registry, Ipvs ipvs, Supplier<Map<VirtualServerKey, DirectedServer>> owners) {
    this.ipvs = ipvs;
    this.owners = owners;
    this.connections =
        MultiGauge.builder("lvs.real.server.connections")
            .description("Connections by state, as ipvsadm -Ln and its --persistent-conn show them")
            .register(registry);
    this.weights =
        MultiGauge.builder("lvs.real.server.weight")
            .description("The weight that stands in the kernel")
            .register(registry);
    this.sourcePorts =
        MultiGauge.builder("lvs.source.ports.used.ratio")
            .description("FULLNAT: which part of the source ports towards a real server is in use")
            .register(registry);
  }

  /** Reads the kernel; one that cannot be read gives no values rather than old ones. */
  public void refresh() {
    List<MultiGauge.Row<?>> states = new ArrayList<>();
    List<MultiGauge.Row<?>> weight = new ArrayList<>();
    List<MultiGauge.Row<?>> used = new ArrayList<>();
    Map<VirtualServerKey, DirectedServer> ours = owners.get();
    for (VirtualServerState server : read(ours)) {
      DirectedServer directed = ours.get(server.server().key());
      if (directed != null) {
        ServiceRef service = directed.service();
        for (DestinationState destination : server.destinations()) {
          Tags tags = tags(service, server.server().key(), destination);
          states.add(row(tags.and("state", "active"), destination.activeConnections()));
          states.add(row(tags.and("state", "inactive"), destination.inactiveConnections()));
          states.add(row(tags.and("state", "persistent"), destination.persistentConnections()));
          weight.add(row(tags, destination.destination().weight()));
          if (directed.sourcePorts() > 0) {
            used.add(MultiGauge.Row.of(tags, used(destination, directed.sourcePorts())));
          }
        }
      }
    }
    connections.register(states, true);
    weights.register(weight, true);
    sourcePorts.register(used, true);
  }

  private static double used(DestinationState destination, int sourcePorts) {
    return (double) (destination.activeConnections() + destination.inactiveConnections())
        / sourcePorts;
  }

  private List<VirtualServerState> read(Map<VirtualServerKey, DirectedServer> ours) {
    try {
      return ours.isEmpty() ? List.of() : ipvs.virtualServers();
    } catch (KernelException e) { // the passes say so in the log and in the LvsNode
      return List.of();
    }
  }

  private static MultiGauge.Row<?> row(Tags tags, long value) {
    return MultiGauge.Row.of(tags, value);
  }

  private static Tags tags(ServiceRef service, VirtualServerKey key, DestinationState destination) {
    return Tags.of("namespace", service.namespace(), "service", service.name())
        .and(
            switch (key) {
              case VirtualServerKey.Endpoint e ->
                  Tags.of(
                      "vip", e.vip().toString(),
                      "protocol", e.protocol().name(),
                      "port", String.valueOf(e.port()));
              case VirtualServerKey.FirewallMark f ->
                  Tags.of("vip", "", "protocol", "", "port", "mark " + f.mark());
            })
        .and("real_server", destination.destination().key().toString());
  }
}
