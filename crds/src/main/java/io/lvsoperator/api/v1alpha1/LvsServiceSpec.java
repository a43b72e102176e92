package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What an application team wants of a VIP.
 *
 * @param vip one IPv4 or IPv6 address in canonical form
 * @param mode how packets reach the real servers; required
 * @param tunnel how TUN wraps packets; absent: ipip; in no other mode
 * @param ports 1 to 64, names unique, no (protocol, port) twice
 * @param onePacket whether each UDP datagram is balanced by itself; DR and TUN only
 * @param scheduler the kernel's scheduler
 * @param schedulerFlags flags of {@code sh} and {@code mh}, a set
 * @param persistence absent: every connection is balanced anew
 * @param realServerSelector which RealServers of the namespace serve; never empty; other sources of
 *     backends come beside it
 * @param drainTimeoutSeconds how long a leaving real server may keep its connections, 0 to 86400
 * @param directorGroupName the DirectorGroup whose directors carry the VIP; immutable
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LvsServiceSpec(
    String vip,
    Lenient<ServiceMode> mode,
    @OptionalJson Optional<Tunnel> tunnel,
    List<ServicePort> ports,
    Boolean onePacket,
    Lenient<SchedulerName> scheduler,
    List<Lenient<SchedulerFlag>> schedulerFlags,
    @OptionalJson Optional<Persistence> persistence,
    @OptionalJson Optional<LabelSelector> realServerSelector,
    Integer drainTimeoutSeconds,
    String directorGroupName) {

  /** Fills in what JSON left out. */
  public LvsServiceSpec {
    vip = Given.text(vip);
    mode = Given.or(Lenient.parse(ServiceMode.class, ""), mode);
    tunnel = Given.optional(tunnel);
    ports = Given.list(ports);
    onePacket = Given.or(false, onePacket);
    scheduler = Given.or(Lenient.of(SchedulerName.WLC), scheduler);
    schedulerFlags = Given.list(schedulerFlags);
    persistence = Given.optional(persistence);
    realServerSelector = Given.optional(realServerSelector);
    drainTimeoutSeconds = Given.or(DEFAULT_DRAIN_TIMEOUT_SECONDS, drainTimeoutSeconds);
    directorGroupName = Given.or(DEFAULT_DIRECTOR_GROUP, directorGroupName);
  }

  /** The DirectorGroup of a service that names none. */
  public static final String DEFAULT_DIRECTOR_GROUP = "default";

  /** The drain timeout of a service that says nothing, in seconds. */
  public static final int DEFAULT_DRAIN_TIMEOUT_SECONDS = 60;

  /** A service with every default. */
  public static LvsServiceSpec of(
      String vip, ServiceMode mode, List<ServicePort> ports, LabelSelector realServers) {
    return new LvsServiceSpec(
        vip,
        Lenient.of(mode),
        Optional.empty(),
        ports,
        false,
        Lenient.of(SchedulerName.WLC),
        List.of(),
        Optional.empty(),
        Optional.of(realServers),
        DEFAULT_DRAIN_TIMEOUT_SECONDS,
        DEFAULT_DIRECTOR_GROUP);
  }

  /** Every value that this version does not know, as {@code field "text"}; empty when all are. */
  public List<String> unsupportedValues() {
    return Unsupported.values()
        .value("spec.mode", mode)
        .each("spec.tunnel.type", tunnel.stream().toList(), Tunnel::type)
        .each("spec.tunnel.checksum", tunnel.stream().toList(), Tunnel::checksum)
        .each("spec.ports[].protocol", ports, ServicePort::protocol)
        .value("spec.scheduler", scheduler)
        .each("spec.schedulerFlags[]", schedulerFlags, flag -> flag)
        .selector("spec.realServerSelector", realServerSelector)
        .list();
  }
}
