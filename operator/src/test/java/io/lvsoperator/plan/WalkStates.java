package io.lvsoperator.plan;

import static io.lvsoperator.plan.Tutorial.RS01;
import static io.lvsoperator.plan.Tutorial.RS01_6;
import static io.lvsoperator.plan.Tutorial.RS02;
import static io.lvsoperator.plan.Tutorial.VIP;
import static io.lvsoperator.plan.Tutorial.VIP_6;
import static io.lvsoperator.plan.Tutorial.attached;
import static io.lvsoperator.plan.Tutorial.lb02;
import static io.lvsoperator.plan.Tutorial.part;
import static io.lvsoperator.plan.Tutorial.part6;
import static io.lvsoperator.plan.Tutorial.peer;
import static io.lvsoperator.plan.Tutorial.service;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.Forwarding.Tunnel;
import io.lvsoperator.model.Forwarding.TunnelChecksum;
import io.lvsoperator.model.Forwarding.TunnelType;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.Way;
import java.util.List;
import java.util.Optional;

/**
 * What one node may be asked to do, as a director and as a real server: the states between which
 * random walks go, in memory and on a real kernel. The node has LB01's addresses and RS01's.
 */
public final class WalkStates {
  private static final Tunnel GUE = new Tunnel(TunnelType.GUE, 6080, TunnelChecksum.NONE);
  private static final Tunnel GRE = new Tunnel(TunnelType.GRE, 0, TunnelChecksum.NONE);
  private static final Tunnel GRE_SUMMED = new Tunnel(TunnelType.GRE, 0, TunnelChecksum.FULL);

  /** All of them, the first of which wants nothing. */
  public static final List<Intent> ALL =
      List.of(
          Intent.NONE,
          directs(service().tcp(80, 80).backend(RS01, 1).build()),
          directs(service().tcp(80, 8080).udp(53, 5353).backend(RS01, 3).backend(RS02, 1).build()),
          directs(
              service().scheduler(Scheduler.WRR).tcp(80, 80).backend(RS02, 0).build(),
              service().name("other").tcp(443, 443).backend(RS01, 1).build()),
          directs(service().ownVip().tcp(8000, 80).backend(RS02, 1).build()),
          directs(
              service().tcp(80, 80).backend(RS01, 1).build(),
              service().name("six").vip(VIP_6).tcp(80, 8080).backend(RS01_6, 1).build()),
          directs(
              service()
                  .name("six")
                  .vip(VIP_6)
                  .mode(Mode.DR)
                  .udp(53, 53)
                  .backend(RS01_6, 1)
                  .build()),
          directs(
              service()
                  .name("six")
                  .vip(VIP_6)
                  .mode(Mode.FULLNAT)
                  .tcp(80, 8080)
                  .backend(RS01_6, 1)
                  .build()),
          hosts(part6("six", VIP_6, Mode.NAT, tcp(80), lb03()), lb03Part("web", 80)),
          hosts(part6("six", VIP_6, Mode.DR, tcp(80), lb03())),
          hosts(lb03Part("web", 80)),
          hosts(lb03Part("web", 80), lb03Part("tls", 443)),
          hosts(part("web", VIP, tcp(80), lb03(), lb02())),
          new Intent(
              List.of(service().tcp(80, 80).backend(RS01, 1).build()),
              List.of(part("web", VIP, tcp(80), lb02()))),
          hosts(part("web", VIP, Mode.DR, tcp(80), lb03())),
          hosts(tunnelled("web", Tunnel.IPIP)),
          hosts(tunnelled("web", GUE), tunnelled("tls", GRE)),
          hosts(tunnelled("web", GRE_SUMMED), part("nat", VIP, tcp(443), lb02())),
          new Intent(
              List.of(service().tunnel(GUE).tcp(80, 80).backend(RS02, 1).build()),
              List.of(tunnelled("tls", Tunnel.IPIP))),
          hosts(part("web", VIP, Mode.DR, tcp(80), lb03()), lb03Part("web", 80)),
          hosts(part("web", VIP, Mode.DR, tcp(80), lb03()), tunnelled("web", GUE)));

  private static HostedPart tunnelled(String name, Tunnel tunnel) {
    return attached(
        name, VIP, RS01, new Way(Mode.TUN, Optional.of(tunnel)), tcp(80), lb03(), lb02());
  }

  /** Nobody takes itself for the next hop: the directors of the node's parts are others. */
  private static DirectorPeer lb03() {
    return peer("lb03", "02:00:00:00:00:03", "10.23.21.186/16", "fd00:23::186/64");
  }

  private static HostedPart lb03Part(String name, int port) {
    return part(name, VIP, tcp(port), lb03());
  }

  private static List<PortMapping> tcp(int port) {
    return List.of(new PortMapping(Protocol.TCP, port, port));
  }

  private static Intent directs(DirectedService... services) {
    return new Intent(List.of(services), List.of());
  }

  private static Intent hosts(HostedPart... parts) {
    return new Intent(List.of(), List.of(parts));
  }

  private WalkStates() {}
}
