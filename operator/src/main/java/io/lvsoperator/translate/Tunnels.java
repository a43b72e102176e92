package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.ServiceMode;
import io.lvsoperator.api.v1alpha1.Tunnel;
import io.lvsoperator.api.v1alpha1.TunnelChecksum;
import io.lvsoperator.api.v1alpha1.TunnelType;
import io.lvsoperator.model.Forwarding;
import java.util.Optional;

/** Tunnels between the API's words and the model's. */
public final class Tunnels {
  private Tunnels() {}

  /** {@return how a service's packets are wrapped; empty but in TUN} */
  static Optional<Forwarding.Tunnel> of(LvsServiceSpec spec) {
    return spec.mode().is(ServiceMode.TUN)
        ? known(spec.tunnel().orElse(Tunnel.DEFAULT))
        : Optional.empty();
  }

  /** {@return the tunnel in the model's words; empty where this version does not know a value} */
  static Optional<Forwarding.Tunnel> known(Tunnel tunnel) {
    return tunnel
        .type()
        .value()
        .flatMap(
            type ->
                tunnel
                    .checksum()
                    .value()
                    .map(
                        checksum ->
                            new Forwarding.Tunnel(type(type), tunnel.guePort(), sum(checksum))));
  }

  /** {@return the tunnel in the API's words} */
  public static Tunnel reported(Forwarding.Tunnel tunnel) {
    return new Tunnel(
        Lenient.parse(TunnelType.class, tunnel.type().name()),
        Optional.of(tunnel.port()).filter(port -> port > 0),
        Lenient.of(
            switch (tunnel.checksum()) {
              case NONE -> TunnelChecksum.NONE;
              case FULL -> TunnelChecksum.FULL;
              case REMOTE -> TunnelChecksum.REMOTE;
            }));
  }

  private static Forwarding.TunnelType type(TunnelType type) {
    return switch (type) {
      case IPIP -> Forwarding.TunnelType.IPIP;
      case GUE -> Forwarding.TunnelType.GUE;
      case GRE -> Forwarding.TunnelType.GRE;
    };
  }

  private static Forwarding.TunnelChecksum sum(TunnelChecksum checksum) {
    return switch (checksum) {
      case NONE -> Forwarding.TunnelChecksum.NONE;
      case FULL -> Forwarding.TunnelChecksum.FULL;
      case REMOTE -> Forwarding.TunnelChecksum.REMOTE;
    };
  }
}
