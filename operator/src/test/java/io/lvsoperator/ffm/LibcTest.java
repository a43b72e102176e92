package io.lvsoperator.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Needs Linux, but no privilege: local sockets of our own. */
class LibcTest {
  private final Libc libc = Libc.linux();
  private final String name = "lvs-operator-test/" + ProcessHandle.current().pid();
  private final List<Integer> open = new ArrayList<>();

  @AfterEach
  void closeSockets() {
    open.forEach(libc::close);
  }

  @Test
  void reportsTheErrorOfTheCallThatFailed() {
    assertThatThrownBy(() -> libc.close(-1))
        .isInstanceOfSatisfying(
            LibcException.class,
            e -> {
              assertThat(e.errno()).isEqualTo(Errno.EBADF);
              assertThat(e.call()).isEqualTo("close");
            })
        .hasMessage("close: EBADF");
  }

  @Test
  void carriesDatagramsBetweenAbstractNames() {
    int server = unixDatagramSocket();
    libc.bind(server, SocketAddresses.abstractUnix(name));
    int client = unixDatagramSocket();
    libc.bind(client, SocketAddresses.abstractUnix(name + "/client"));
    ByteBuffer message = ByteBuffer.allocateDirect(5).put(bytes("hello")).flip();

    int sent = libc.sendto(client, message, 0, SocketAddresses.abstractUnix(name));
    ByteBuffer answer = ByteBuffer.allocateDirect(3);
    Libc.Received received = libc.recvfrom(server, answer, Sockets.MSG_TRUNC);

    assertThat(sent).isEqualTo(5);
    assertThat(received.length()).isEqualTo(5);
    assertThat(received.address()).isEqualTo(SocketAddresses.abstractUnix(name + "/client"));
    assertThat(answer.get(0)).isEqualTo((byte) 'h');
    assertThat(answer.get(2)).isEqualTo((byte) 'l');
  }

  @Test
  void anAbstractNameIsTakenOnceAndFreedByClosing() {
    int first = unixDatagramSocket();
    libc.bind(first, SocketAddresses.abstractUnix(name));
    int second = unixDatagramSocket();

    assertThatThrownBy(() -> libc.bind(second, SocketAddresses.abstractUnix(name)))
        .hasMessage("bind: EADDRINUSE");
    libc.close(first);
    open.remove((Integer) first);
    libc.bind(second, SocketAddresses.abstractUnix(name));
    assertThat(libc.getsockname(second)).isEqualTo(SocketAddresses.abstractUnix(name));
  }

  @Test
  void aListenerTellsItsProcessToWhoConnects() {
    int listener = keep(libc.socket(Sockets.AF_UNIX, Sockets.SOCK_STREAM, 0));
    libc.bind(listener, SocketAddresses.abstractUnix(name));
    libc.listen(listener, 4);
    int client = keep(libc.socket(Sockets.AF_UNIX, Sockets.SOCK_STREAM, 0));
    libc.connect(client, SocketAddresses.abstractUnix(name));

    byte[] credentials = libc.getsockopt(client, Sockets.SOL_SOCKET, Sockets.SO_PEERCRED, 12);

    assertThat(credentials).hasSize(12);
    assertThat(ByteBuffer.wrap(credentials).order(ByteOrder.nativeOrder()).getInt())
        .isEqualTo((int) ProcessHandle.current().pid());
  }

  @Test
  void pollTellsWhichSocketIsReady() {
    int quiet = unixDatagramSocket();
    int ready = unixDatagramSocket();
    libc.bind(ready, SocketAddresses.abstractUnix(name));
    assertThat(libc.poll(new int[] {quiet, ready}, Sockets.POLLIN, 0))
        .containsExactly((short) 0, (short) 0);

    libc.sendto(quiet, ByteBuffer.allocateDirect(1), 0, SocketAddresses.abstractUnix(name));

    assertThat(libc.poll(new int[] {quiet, ready}, Sockets.POLLIN, 1000))
        .containsExactly((short) 0, Sockets.POLLIN);
  }

  @Test
  void anEmptySocketSaysAgainWhenItMustNotWait() {
    int socket = unixDatagramSocket();
    assertThatThrownBy(() -> libc.recv(socket, ByteBuffer.allocateDirect(1), Sockets.MSG_DONTWAIT))
        .hasMessage("recv: EAGAIN");
  }

  @Test
  void refusesBuffersOnTheHeap() {
    assertThatThrownBy(() -> libc.send(0, ByteBuffer.allocate(1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("direct");
  }

  private int unixDatagramSocket() {
    return keep(libc.socket(Sockets.AF_UNIX, Sockets.SOCK_DGRAM | Sockets.SOCK_CLOEXEC, 0));
  }

  private int keep(int fd) {
    open.add(fd);
    return fd;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void asksForTheFlagsOfAnInterface() {
    int socket = libc.socket(Sockets.AF_INET, Sockets.SOCK_DGRAM, 0);
    open.add(socket);
    ByteBuffer request = ByteBuffer.allocateDirect(40).order(ByteOrder.nativeOrder());
    libc.ioctl(socket, Sockets.SIOCGIFFLAGS, request.put(0, bytes("lo")));
    assertThat(request.getShort(16) & 0x8).as("IFF_LOOPBACK").isNotZero();
    ByteBuffer absent = ByteBuffer.allocateDirect(40).put(0, bytes("no/such"));
    assertThatThrownBy(() -> libc.ioctl(socket, Sockets.SIOCGIFFLAGS, absent))
        .hasMessage("ioctl: ENODEV");
  }

  @Test
  void aFilterTakesOnlyWhatItShall() {
    int server = unixDatagramSocket();
    libc.attachFilter(
        server,
        SocketFilter.loadByte(1),
        SocketFilter.jumpIfEqual('o', 0, 1),
        SocketFilter.take(100),
        SocketFilter.take(0));
    libc.bind(server, SocketAddresses.abstractUnix(name));
    int client = unixDatagramSocket();
    for (String text : List.of("no", "yes", "go")) {
      ByteBuffer message = ByteBuffer.allocateDirect(8).put(bytes(text)).flip();
      try {
        libc.sendto(client, message, 0, SocketAddresses.abstractUnix(name));
      } catch (LibcException e) {
        assertThat(e.errno()).as("the filter dropped it").isEqualTo(Errno.EPERM);
        assertThat(text).isEqualTo("yes");
      }
    }
    for (String text : List.of("no", "go")) {
      ByteBuffer answer = ByteBuffer.allocateDirect(8);
      assertThat(libc.recv(server, answer, Sockets.MSG_DONTWAIT)).isEqualTo(2);
      assertThat(answer.get(0)).isEqualTo((byte) text.charAt(0));
    }
  }
}
