package io.lvsoperator.translate.policy;

import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.node;
import static io.lvsoperator.translate.Thing.of;
import static io.lvsoperator.translate.Thing.rule;
import static io.lvsoperator.translate.Thing.service;
import static io.lvsoperator.translate.World.text;
import static io.lvsoperator.translate.World.tutorial;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.World;
import org.junit.jupiter.api.Test;

/** A VIP takes nothing that the cluster lives by, whatever a group allows. */
class VipOutsideClusterTest {

  private static World with(Thing... more) {
    return tutorial()
        .with(
            group("default").with("spec.allow", rule("vips: [0.0.0.0/0]")),
            service("web").with("spec.vip", "10.96.0.1"))
        .with(more);
  }

  @Test
  void refusesAPodRange() {
    Thing node = node("rs01", "10.23.190.76").with("spec.podCIDRs", "[10.96.0.0/24]");
    assertThat(text(with(node).service("web")))
        .contains("10.96.0.1 is in 10.96.0.0/24, the pod range of Node rs01, which is never a VIP");
    Thing old = node("rs01", "10.23.190.76").with("spec.podCIDR", "10.96.0.0/24");
    assertThat(text(with(old).service("web"))).contains("the pod range of Node rs01");
  }

  @Test
  void refusesTheServiceRange() {
    Thing range = of("ServiceCIDR", "kubernetes").with("spec.cidrs", "[10.96.0.0/12]");
    assertThat(text(with(range).service("web")))
        .startsWith(
            "NotAllowed: spec.vip 10.96.0.1 is in the cluster's Service range 10.96.0.0/12");
  }

  @Test
  void refusesTheApiServersClusterIpWhereTheServiceRangeIsUnknown() {
    Thing api = of("Service", "kubernetes").in("default").with("spec.clusterIPs", "[10.96.0.1]");
    assertThat(text(with(api).service("web"))).contains("cluster IP of Service default/kubernetes");
    assertThat(text(with(api.in("shop")).service("web"))).isEqualTo("accepted");
  }

  @Test
  void refusesAnApiServersAddress() {
    Thing slice =
        of("EndpointSlice", "kubernetes")
            .in("default")
            .with("metadata.labels", "{kubernetes.io/service-name: kubernetes}");
    assertThat(text(with(slice).service("web"))).isEqualTo("accepted");
    Thing full = slice.with("endpoints", "[{addresses: [10.96.0.7, 10.96.0.1]}]");
    assertThat(text(with(full).service("web")))
        .isEqualTo(
            "NotAllowed: spec.vip 10.96.0.1 is an API server's address, which is never a VIP");
    assertThat(text(with(full.in("shop")).service("web"))).isEqualTo("accepted");
  }

  @Test
  void leavesOtherAddressesAlone() {
    assertThat(text(with().service("web"))).isEqualTo("accepted");
  }
}
