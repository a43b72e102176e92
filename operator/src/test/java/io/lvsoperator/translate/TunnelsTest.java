package io.lvsoperator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.api.v1alpha1.LabelSelector;
import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.ServiceMode;
import io.lvsoperator.api.v1alpha1.Tunnel;
import io.lvsoperator.api.v1alpha1.TunnelChecksum;
import io.lvsoperator.api.v1alpha1.TunnelType;
import io.lvsoperator.model.Forwarding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tunnels in the API and in the model are the same tunnels. */
class TunnelsTest {
  private static Tunnel tunnel(String type, Integer port, String checksum) {
    return new Tunnel(
        Lenient.parse(TunnelType.class, type),
        Optional.ofNullable(port),
        Lenient.parse(TunnelChecksum.class, checksum));
  }

  @ParameterizedTest
  @CsvSource({
    "IPIP,     , None,   -i",
    "GUE,      , None,   -i --tun-type gue --tun-port 6080 --tun-nocsum",
    "GUE,  6081, Full,   -i --tun-type gue --tun-port 6081 --tun-csum",
    "GUE,  6081, Remote, -i --tun-type gue --tun-port 6081 --tun-remcsum",
    "GRE,      , None,   -i --tun-type gre --tun-nocsum",
    "GRE,      , Full,   -i --tun-type gre --tun-csum"
  })
  void isWhatIpvsadmCallsIt(String type, Integer port, String checksum, String option) {
    Forwarding.Tunnel known = Tunnels.known(tunnel(type, port, checksum)).orElseThrow();
    assertThat(known.option()).isEqualTo(option);
    assertThat(Tunnels.known(Tunnels.reported(known))).contains(known);
  }

  @Test
  void oneThatThisVersionDoesNotKnowIsNone() {
    assertThat(Tunnels.known(tunnel("VXLAN", null, "None"))).isEmpty();
    assertThat(Tunnels.known(tunnel("GRE", null, "Half"))).isEmpty();
  }

  @Test
  void aServiceHasOneInTunAlone() {
    LvsServiceSpec tun =
        LvsServiceSpec.of("10.0.0.1", ServiceMode.TUN, List.of(), LabelSelector.of(Map.of()));
    LvsServiceSpec dr =
        LvsServiceSpec.of("10.0.0.1", ServiceMode.DR, List.of(), LabelSelector.of(Map.of()));
    assertThat(Tunnels.of(tun))
        .contains(
            new Forwarding.Tunnel(Forwarding.TunnelType.IPIP, 0, Forwarding.TunnelChecksum.NONE));
    assertThat(Tunnels.of(dr)).isEmpty();
  }
}
