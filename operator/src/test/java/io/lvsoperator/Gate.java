package io.lvsoperator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** A port on the loopback that leads to another while it is open: an API server to take away. */
public final class Gate implements AutoCloseable {
  private final int target;

  /**
   * Below the ports that the kernel gives to clients: one that knocks at a shut gate from the very
   * port that it knocks at would be connected with itself, and hold the port.
   */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 100;

  private final int port;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private ServerSocket listener;

  /** A gate that is shut. */
  public Gate(int target) {
    this.target = target;
    port =
        ThreadLocalRandom.current()
            .ints(FIRST, LAST)
            .limit(100)
            .filter(Gate::isFree)
            .findFirst()
            .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort() == port;
    } catch (IOException taken) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /** Lets new connections through. */
  public void open() {
    try {
      ServerSocket fresh = bound();
      listener = fresh;
      Thread.ofVirtual().start(() -> accept(fresh));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whoever is about to accept holds the listener that was closed for a moment. */
  private ServerSocket bound() throws IOException {
    for (int attempt = 1; ; attempt++) {
      ServerSocket fresh = new ServerSocket();
      try {
        fresh.setReuseAddress(true);
        fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return fresh;
      } catch (BindException held) {
        fresh.close();
        if (attempt == ATTEMPTS) {
          throw held;
        }
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        Socket near = from.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> copy(near, far));
        Thread.ofVirtual().start(() -> copy(far, near));
      }
    } catch (IOException shut) {
      // the gate was shut
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException shut) {
      // either end went away
    }
  }

  /** Cuts every connection and refuses new ones. */
  @Override
  public void close() {
    try {
      if (listener != null) {
        listener.close();
      }
      for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
