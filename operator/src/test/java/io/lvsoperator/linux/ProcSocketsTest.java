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
