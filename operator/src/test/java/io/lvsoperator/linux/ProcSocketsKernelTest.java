package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Listener;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.netlink.KernelTest;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@KernelTest
class ProcSocketsKernelTest {
  private final ProcSockets sockets = new ProcSockets(Path.of("/proc/net"));

  @Test
  void seesListenersAndNoConnections() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (ServerSocket server = new ServerSocket(0, 5, loopback);
        Socket client = new Socket(loopback, server.getLocalPort());
        DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
      IpAddress address = IpAddress.parse("127.0.0.1");
      assertThat(sockets.listeners())
          .contains(
              new Listener(Protocol.TCP, address, server.getLocalPort()),
              new Listener(Protocol.UDP, address, udp.getLocalPort()))
          .noneMatch(listener -> listener.port() == client.getLocalPort());
    }
  }
}
