package io.lvsoperator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.DirectedServer;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The names and labels that users build dashboards on. */
class MetricsTest {
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  private static final VirtualServerKey KEY = new VirtualServerKey.Endpoint(VIP, Protocol.TCP, 80);
  private static final Destination RS01 =
      Destination.masquerade(IpAddress.parse("10.23.190.76"), 8080, 3);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @Test
  void passesAndChangesAreCounted() {
    PassMetrics metrics = new PassMetrics(registry, "0.1.0");
    metrics.passed(Duration.ofMillis(250), Instant.ofEpochSecond(1_800_000_000), true);
    metrics.passed(Duration.ofMillis(1), Instant.ofEpochSecond(1_900_000_000), false);
    metrics.changed(new Change.Announce("eth0", VIP), "applied");
    metrics.changed(new Change.AdoptVirtualServer(KEY), "failed");
    metrics.changed(new Change.AdoptVirtualServer(KEY), "failed");
    metrics.repaired(4);
    metrics.foreign(2);
    metrics.holds(Set.of(IpAddress.parse("10.23.21.1")));
    metrics.holds(Set.of(VIP));
    assertThat(registry.scrape()).doesNotContain("10.23.21.1\"");
    assertThat(registry.scrape().lines())
        .contains(
            "lvs_pass_duration_seconds_count{outcome=\"success\"} 1",
            "lvs_pass_duration_seconds_sum{outcome=\"success\"} 0.25",
            "lvs_pass_duration_seconds_count{outcome=\"failure\"} 1",
            "lvs_pass_last_success_timestamp_seconds 1.8E9",
            "lvs_kernel_changes_total{op=\"Announce\",outcome=\"applied\"} 1.0",
            "lvs_kernel_changes_total{op=\"AdoptVirtualServer\",outcome=\"failed\"} 2.0",
            "lvs_drift_repaired_total 4.0",
            "lvs_foreign_entries 2.0",
            "lvs_vip_owner{vip=\"10.23.21.180\"} 1.0",
            "lvs_build_info{version=\"0.1.0\"} 1");
  }

  @Test
  void theKernelsConnectionsAreReadAtEachScrape() {
    InMemoryKernel kernel = new InMemoryKernel();
    Map<VirtualServerKey, DirectedServer> owners = new HashMap<>();
    KernelMetrics metrics = new KernelMetrics(registry, kernel.ipvs, () -> owners);
    kernel.ipvs.add(VirtualServer.of(KEY, Scheduler.RR));
    kernel.ipvs.add(KEY, RS01);
    metrics.refresh();
    assertThat(registry.scrape()).doesNotContain("lvs_real_server_weight{");

    owners.put(KEY, new DirectedServer(new ServiceRef("shop", "web"), 0));
    kernel.ipvs.connections(KEY, RS01.key(), 7);
    metrics.refresh();
    String labels =
        "namespace=\"shop\",port=\"80\",protocol=\"TCP\",real_server=\"10.23.190.76:8080\","
            + "service=\"web\"";
    assertThat(registry.scrape().lines())
        .contains(
            "lvs_real_server_weight{%s,vip=\"10.23.21.180\"} 3.0".formatted(labels),
            "lvs_real_server_connections{%s,state=\"active\",vip=\"10.23.21.180\"} 7.0"
                .formatted(labels));

    assertThat(registry.scrape()).doesNotContain("lvs_source_ports_used_ratio{");
    owners.put(KEY, new DirectedServer(new ServiceRef("shop", "web"), 20_000));
    kernel.ipvs.connections(KEY, RS01.key(), 5_000);
    metrics.refresh();
    assertThat(registry.scrape())
        .contains("lvs_source_ports_used_ratio{%s,vip=\"10.23.21.180\"} 0.25".formatted(labels));

    kernel.ipvs.delete(KEY, RS01.key());
    metrics.refresh();
    assertThat(registry.scrape()).doesNotContain("10.23.190.76");
  }
}
