package io.lvsoperator.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The kernel in which the nodes live, started, with its daemon answering. */
final class Kernel implements AutoCloseable {

  private static final String CONSOLE = "kernel";
  private static final int GUEST_PORT = 7000;
  private static final int BOOT_SECONDS = 120;

  private final Settings settings;
  private final Children children;
  private final Process process;
  private final Labd labd;
  private final Labd.Session lifeline;

  private Kernel(Settings settings, Children children) throws IOException {
    this.settings = settings;
    this.children = children;
    String token = UUID.randomUUID().toString();
    Path tokenFile = settings.folder().resolve("token");
    Files.deleteIfExists(tokenFile);
    Files.createFile(
        tokenFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(tokenFile, token);
    InetSocketAddress address =
        new InetSocketAddress(
            settings.kernel() == Settings.Kernel.UML ? "192.168.78.2" : "127.0.0.1",
            settings.kernel() == Settings.Kernel.UML ? GUEST_PORT : freePort());
    this.process = children.start(CONSOLE, command(address.getPort(), tokenFile));
    this.labd = new Labd(address, token);
    awaitDaemon();
    this.lifeline = labd.lifeline();
  }

  /** Boots it, or on this machine's own kernel starts only the daemon. */
  static Kernel boot(Settings settings, Children children) {
    try {
      return new Kernel(settings, children);
    } catch (IOException e) {
      throw new UncheckedIOException("start the lab's kernel", e);
    }
  }

  /** A TCP port that is free now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }

  Labd labd() {
    return labd;
  }

  /**
   * The address by which nodes reach what listens on this machine's loopback (host kernel: on all
   * addresses).
   */
  String hostAddress() {
    return switch (settings.kernel()) {
      case HOST -> Topology.MANAGEMENT_ROOT;
      case UML -> "192.168.78.1";
      case KVM, TCG -> "10.0.2.2";
    };
  }

  private List<String> command(int port, Path tokenFile) {
    return switch (settings.kernel()) {
      case HOST ->
          List.of(
              settings.labd().toString(),
              "daemon",
              "--listen",
              "127.0.0.1:" + port,
              "--token-file",
              tokenFile.toString());
      case UML -> uml();
      case KVM -> qemu(port, List.of("-accel", "kvm", "-cpu", "host"));
      case TCG -> qemu(port, List.of("-accel", "tcg,thread=multi", "-cpu", "Nehalem"));
    };
  }

  /** The words of the kernel's command line that labd reads as the guest's first process. */
  private String guestSettings(String bed, String device, String address) {
    return String.join(
        " ",
        "quiet",
        "lab.bed=" + bed,
        "lab.share=" + settings.folder(),
        "lab.modules=" + settings.modules(),
        "lab.keep=" + String.join(":", kept()),
        "lab.listen=0.0.0.0:" + GUEST_PORT,
        "lab.device=" + device,
        "lab.address=" + address);
  }

  /** Folders that must stay visible even where they lie below /tmp or /run. */
  private List<String> kept() {
    return List.of(
        settings.repository().toString(),
        settings.cache().toString(),
        System.getProperty("java.home"));
  }

  private List<String> qemu(int port, List<String> accelerator) {
    List<String> command = new ArrayList<>(List.of("qemu-system-x86_64", "-machine", "q35"));
    command.addAll(accelerator);
    // Debian's own kernel has no user of the display; without ROMs and graphics the firmware is
    // done sooner.
    command.addAll(
        List.of("-smp", "2", "-m", "3G", "-display", "none", "-vga", "none", "-no-reboot"));
    command.addAll(List.of("-kernel", settings.linux().toString()));
    command.addAll(List.of("-initrd", settings.initrd().toString()));
    command.add("-append");
    command.add(
        "console=ttyS0 panic=-1 mitigations=off " + guestSettings("qemu", "eth0", "10.0.2.15/24"));
    command.addAll(
        List.of(
            "-fsdev",
            "local,id=root,path=/,security_model=none,readonly=on,multidevs=remap",
            "-device",
            "virtio-9p-pci,fsdev=root,mount_tag=root",
            "-fsdev",
            "local,id=share,security_model=none,path=" + settings.folder(),
            "-device",
            "virtio-9p-pci,fsdev=share,mount_tag=share",
            "-netdev",
            "user,id=net,hostfwd=tcp:127.0.0.1:" + port + "-:" + GUEST_PORT,
            "-device",
            "virtio-net-pci,netdev=net,romfile=",
            "-serial",
            "stdio"));
    return command;
  }

  private List<String> uml() {
    Umlink.make(settings, children);
    return List.of(
        "env",
        "TMPDIR=" + (Files.isWritable(Path.of("/dev/shm")) ? "/dev/shm" : "/tmp"),
        settings.linux().toString(),
        // Without seccomp=on everything that makes system calls is five times slower.
        "seccomp=on",
        "ncpus=2",
        "mem=3G",
        "root=/dev/root",
        "rootfstype=hostfs",
        "rootflags=/",
        "ro",
        "con=null",
        "con0=null,fd:1",
        "init=" + settings.labd(),
        "vec0:transport=raw,ifname=" + Umlink.GUEST_END + ",depth=64,gro=0",
        guestSettings("uml", "vec0", "192.168.78.2/24"));
  }

  private void awaitDaemon() {
    long end = System.nanoTime() + BOOT_SECONDS * 1_000_000_000L;
    while (!children.said(CONSOLE).contains("labd: listening")) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(
            "the lab's kernel did not come up within %d s; its console says:%n%s"
                .formatted(BOOT_SECONDS, children.said(CONSOLE)));
      }
      Pause.millis(50);
    }
  }

  /** Closes the lifeline, on which the daemon ends and a guest powers off. */
  @Override
  public void close() {
    lifeline.close();
    Children.end(process);
    if (settings.kernel() == Settings.Kernel.UML) {
      Umlink.remove(children);
    }
  }
}
