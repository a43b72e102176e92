package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Listener;
import io.lvsoperator.model.Protocol;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcSocketsTest {
  private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue\n";

  @TempDir private Path root;

  @BeforeEach
  void fixturesAreLittleEndian() {
    Assumptions.assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void readsListeningTcpSockets() throws IOException {
    write(
        "tcp",
        """
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
           1: B815170A:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
        """);
    assertThat(new ProcSockets(root).listeners())
        .containsExactlyInAnyOrder(
            listener(Protocol.TCP, "127.0.0.1", 8080), listener(Protocol.TCP, "10.23.21.184", 80));
  }

  @Test
  void readsNoFurtherThanTheFirstConnection() throws IOException {
    write(
        "tcp",
        """
           0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
           1: B815170A:0016 0100000A:C000 01 00000000:00000000 00:00000000 00000000     0
           this line would be an error
        """);
    assertThat(new ProcSockets(root).listeners())
        .containsExactly(listener(Protocol.TCP, "0.0.0.0", 22));
  }

  @Test
  void readsUnconnectedUdpSocketsWhereverTheyStand() throws IOException {
    write(
        "udp",
        """
         100: B815170A:C001 0100000A:0035 01 00000000:00000000 00:00000000 00000000     0
         101: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0
        """);
    assertThat(new ProcSockets(root).listeners())
        .containsExactly(listener(Protocol.UDP, "0.0.0.0", 53));
  }

  @Test
  void readsIpv6SocketsAndTheirIpv4Addresses() throws IOException {
    write(
        "tcp6",
        """
           0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0
           1: 000000FD000000000000000000010000:0051 00000000000000000000000000000000:0000 0A 0
           2: 0000000000000000FFFF0000B815170A:0052 00000000000000000000000000000000:0000 0A 0
        """);
    assertThat(new ProcSockets(root).listeners())
        .containsExactlyInAnyOrder(
            listener(Protocol.TCP, "::", 80),
            listener(Protocol.TCP, "fd00::100", 81),
            listener(Protocol.TCP, "10.23.21.184", 82));
  }

  /** The first line is Linux 7.2's from the lab; the others are as net/sctp/proc.c writes them. */
  @Test
  void readsListeningSctpSocketsWithEachOfTheirAddresses() throws IOException {
    Files.createDirectories(root.resolve("sctp"));
    Files.writeString(
        root.resolve("sctp/eps"),
        """
         ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS
        ae0aa7c0  697dc35 2   10  14   36412     0  9374 10.23.21.184\s
        0c1b6e2f a3d2f6f1 2   10  5    36413     0  9375 10.23.21.184 10.23.21.186\s
        52f2b2a5 1f0b6a5c 2   10  9    9000      0  9376 00fd:0023:0000:0000:0000:0000:0000:0184\s
        61b5a1f3 a9e1c1d7 2   10  12   9001      0  9377 0000:0000:0000:0000:0000:ffff:0a17:15b8\s
        915fb3e8 77d35f1e 2   7   13   9002      0  9378 0.0.0.0\s
        """);
    assertThat(new ProcSockets(root).listeners())
        .containsExactlyInAnyOrder(
            listener(Protocol.SCTP, "10.23.21.184", 36412),
            listener(Protocol.SCTP, "10.23.21.184", 36413),
            listener(Protocol.SCTP, "10.23.21.186", 36413),
            listener(Protocol.SCTP, "fd:23::184", 9000),
            listener(Protocol.SCTP, "10.23.21.184", 9001));
  }

  @Test
  void aKernelWithoutIpv6HasNoSuchFiles() {
    assertThat(new ProcSockets(root).listeners()).isEmpty();
  }

  private void write(String file, String lines) throws IOException {
    Files.writeString(root.resolve(file), HEAD + lines);
  }

  private static Listener listener(Protocol protocol, String address, int port) {
    return new Listener(protocol, IpAddress.parse(address), port);
  }
}
