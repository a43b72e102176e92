package io.lvsoperator.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A network device that we make. Its label is its group ({@link Ownership#PROTOCOL}): a device with
 * it, our prefix and one of these kinds is ours, also where the journal was lost. The name alone
 * says nothing: people who build LVS by hand call their devices so too.
 *
 * @param name {@link #PREFIX} and up to 11 characters more ({@code IFNAMSIZ})
 * @param kind what it is
 * @param local the address at which a tunnel takes packets; empty for any
 * @param remote the address from which a tunnel takes packets; empty for any
 * @param checksum whether a GRE device insists on a checksum ({@code icsum}): the kernel drops
 *     silently where one side sums and the other does not
 */
public record OwnLink(
    String name,
    Kind kind,
    Optional<IpAddress> local,
    Optional<IpAddress> remote,
    boolean checksum) {
  /** How the names of all our devices begin. */
  public static final String PREFIX = "lvs-";

  private static final Pattern NAME = Pattern.compile(PREFIX + "[a-z0-9-]{1,11}");

  /** The kinds of device that we make, by the kernel's names. */
  public enum Kind {
    /** Holds addresses and sends nothing. */
    DUMMY,
    /** IPv4 in IPv4. */
    IPIP,
    /** Both families in GRE over IPv4. */
    GRE,
    /** Both families in IPv6 ({@code mode any}). */
    IP6TNL,
    /** Both families in GRE over IPv6. */
    IP6GRE;

    /** {@return the name that {@code ip link add type} takes} */
    public String kernelName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the family of the outer packets, empty where there are none} */
    public Optional<Family> outer() {
      return switch (this) {
        case DUMMY -> Optional.empty();
        case IPIP, GRE -> Optional.of(Family.IPV4);
        case IP6TNL, IP6GRE -> Optional.of(Family.IPV6);
      };
    }

    /** {@return the kind that the kernel names so, if it is one of these} */
    public static Optional<Kind> of(String kernelName) {
      for (Kind kind : values()) {
        if (kind.kernelName().equals(kernelName)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  /** Checks the name, that addresses are of the outer family, and what only GRE can. */
  public OwnLink {
    if (!hasOurName(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name of a device of ours: lvs- and up to 11 of a-z, 0-9, -");
    }
    Optional<Family> outer = kind.outer();
    boolean fits =
        Stream.concat(local.stream(), remote.stream())
            .allMatch(a -> outer.filter(f -> f == a.family()).isPresent());
    if (!fits) {
      throw new IllegalArgumentException(
          name + " of kind " + kind.kernelName() + " cannot have the addresses " + local + remote);
    }
    if (checksum && kind != Kind.GRE && kind != Kind.IP6GRE) {
      throw new IllegalArgumentException(kind.kernelName() + " knows no checksum");
    }
  }

  /** {@return a device that holds addresses and sends nothing} */
  public static OwnLink dummy(String name) {
    return new OwnLink(name, Kind.DUMMY, Optional.empty(), Optional.empty(), false);
  }

  /** {@return a tunnel that takes packets at one address, from anybody, without checksum} */
  public static OwnLink tunnel(String name, Kind kind, IpAddress local) {
    return new OwnLink(name, kind, Optional.of(local), Optional.empty(), false);
  }

  /** {@return whether a device of ours may have this name} */
  public static boolean hasOurName(String name) {
    return NAME.matcher(name).matches();
  }

  /** {@return what {@code ip link add} takes} */
  public String options() {
    return name
        + " group "
        + Ownership.PROTOCOL
        + " type "
        + kind.kernelName()
        + (kind == Kind.IP6TNL ? " mode any" : "")
        + local.map(a -> " local " + a).orElse("")
        + remote.map(a -> " remote " + a).orElse("")
        + (checksum ? " icsum" : "");
  }
}
