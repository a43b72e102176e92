package io.lvsoperator.model;

import java.util.Optional;

/**
 * How packets reach a real server, as far as it must be set up for it.
 *
 * @param mode the mode
 * @param tunnel how they are wrapped, in TUN alone
 */
public record Way(Mode mode, Optional<Forwarding.Tunnel> tunnel) {
  /**
   * {@return the way in which the kernel forwards; empty for a method that we never write}
   *
   * @param forwarding the kernel's method
   * @param sourceWritten whether our packet rules write the source, which tells FULLNAT from NAT
   */
  public static Optional<Way> of(Forwarding forwarding, boolean sourceWritten) {
    return switch (forwarding) {
      case Forwarding.Masquerade _ ->
          Optional.of(new Way(sourceWritten ? Mode.FULLNAT : Mode.NAT, Optional.empty()));
      case Forwarding.Gateway _ -> Optional.of(new Way(Mode.DR, Optional.empty()));
      case Forwarding.Tunnel tunnel -> Optional.of(new Way(Mode.TUN, Optional.of(tunnel)));
      case Forwarding.Other _ -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return tunnel
        .map(t -> mode + " by " + t.type().name().toLowerCase(java.util.Locale.ROOT))
        .orElse(mode.name());
  }
}
