package io.lvsoperator.linux;

import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.kernel.KernelEvents;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.kernel.PacketTableMemo;
import io.lvsoperator.netlink.NetlinkException;
import io.lvsoperator.netlink.RouteClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The kernel's ports in the network namespace of this process. Close it to close its sockets. */
public final class LinuxKernel implements AutoCloseable {
  private static final Duration NFT_TIMEOUT = Duration.ofSeconds(30);

  private final RouteClient route;
  private final LinuxIpvs ipvs;
  private final LinuxFouPorts fouPorts;
  private final NftPacketTable packetTable;
  private final Kernel kernel;

  private LinuxKernel(RouteClient route, KernelRelease release, PacketTableMemo memo) {
    this.route = route;
    this.ipvs = new LinuxIpvs();
    this.fouPorts = new LinuxFouPorts();
    this.packetTable = new NftPacketTable(new Nft(List.of("nft"), NFT_TIMEOUT), memo);
    this.kernel =
        new Kernel(
            ipvs,
            new LinuxLinks(route),
            fouPorts,
            new LinuxAddresses(route, release),
            new LinuxRoutes(route),
            new ProcSysctls(Path.of("/proc/sys")),
            packetTable,
            new LinkAnnouncements(route),
            new ProcSockets(Path.of("/proc/net")));
  }

  /**
   * Opens rtnetlink; everything else is opened when it is first used.
   *
   * @param memo where the listing of our packet rules is remembered
   * @throws KernelException if this is no Linux that can be talked to
   * @throws IllegalStateException if this JVM denies native access; the message names the flag
   */
  public static LinuxKernel open(PacketTableMemo memo) {
    try {
      String release = Files.readString(Path.of("/proc/sys/kernel/osrelease"));
      return new LinuxKernel(RouteClient.open(), KernelRelease.parse(release), memo);
    } catch (IOException e) {
      throw new KernelException("uname -r", "", "/proc must be mounted", e);
    } catch (NetlinkException e) {
      throw new KernelException(e.operation(), e.errno().name(), e.detail(), e);
    }
  }

  /** The ports. */
  public Kernel kernel() {
    return kernel;
  }

  /** What the kernel tells without being asked. */
  public KernelEvents events() {
    return new NetlinkEvents();
  }

  @Override
  public void close() {
    ipvs.close();
    fouPorts.close();
    packetTable.close();
    route.close();
  }
}
