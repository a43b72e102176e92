package io.lvsoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Running;
import java.time.Duration;

/**
 * A node whose IPv6 default route comes from gw's router advertisements, until closed. Only this
 * node listens to them.
 */
final class AdvertisedRoute implements AutoCloseable {

  private static final String ACCEPT_RA = "/proc/sys/net/ipv6/conf/eth0/accept_ra";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Bed bed;
  private final Node node;
  private final String acceptRa;
  private final Running<String> router;

  private AdvertisedRoute(Bed bed, Node node) {
    this.bed = bed;
    this.node = node;
    this.acceptRa = node.sh("cat " + ACCEPT_RA);
    node.sh("ip -6 route del default; echo 1 > " + ACCEPT_RA);
    this.router = bed.node("gw").advertise("eth0");
    Scenario.within(bed.patience(PATIENCE), () -> assertThat(text()).contains("proto ra"));
  }

  /** Takes the node's own default route away and waits for the advertised one. */
  static AdvertisedRoute on(Bed bed, String node) {
    return new AdvertisedRoute(bed, bed.node(node));
  }

  /** The node's IPv6 default routes, as ip(8) prints them. */
  String text() {
    return node.sh("ip -6 route show default");
  }

  /** Gives the node back the default route and the setting that it had. */
  @Override
  public void close() {
    router.stop();
    // The last advertisement takes the route away, if the node still listens.
    Scenario.within(bed.patience(PATIENCE), () -> assertThat(text()).isEmpty());
    node.sh(
        "echo %s > %s; ip -6 route add default via %s dev eth0"
            .formatted(acceptRa, ACCEPT_RA, bed.node("gw").address6()));
  }
}
