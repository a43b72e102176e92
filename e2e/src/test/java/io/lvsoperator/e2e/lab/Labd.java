package io.lvsoperator.e2e.lab;

import io.lvsoperator.e2e.bed.Result;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The client of the daemon in the lab's kernel (e2e/labd/wire.go describes the wire): one
 * connection per request, the command's input upstream, frames of its output downstream.
 */
final class Labd {

  private static final int OUT = 1;
  private static final int ERR = 2;
  private static final int EXIT = 3;
  private static final int PID = 4;
  private static final int ERROR = 5;

  private final InetSocketAddress address;
  private final String token;

  Labd(InetSocketAddress address, String token) {
    this.address = address;
    this.token = token;
  }

  /** Opens the connection whose end is the end of the daemon and of its guest. */
  Session lifeline() throws IOException {
    return new Session("lifeline", "", List.of(), List.of());
  }

  /** Makes a node and returns the id of the process that holds its namespaces. */
  int create(String node) {
    Session session = request("create", node, List.of(), List.of());
    session.result().orFail();
    return session.pid;
  }

  /** Kills everything in a node, which ends its namespaces; what is on its disk stays. */
  void destroy(String node) {
    request("destroy", node, List.of(), List.of()).result().orFail();
  }

  /** Runs a command; a node "" is the root namespaces. */
  Result exec(String node, Duration limit, String input, List<String> command) {
    Session session = start(node, limit, command);
    session.send(input);
    session.endInput();
    return session.result();
  }

  /** Starts a command that the caller feeds and ends by its standard input. */
  Session start(String node, Duration limit, List<String> command) {
    return request("exec", node, List.of(String.valueOf(limit.toMillis())), command);
  }

  /**
   * Starts a command in the background; its output is appended to a file, seen at the same path by
   * both sides.
   */
  int spawn(String node, java.nio.file.Path log, List<String> command) {
    Session session = request("spawn", node, List.of(log.toString()), command);
    session.endInput();
    session.result().orFail();
    return session.pid;
  }

  /**
   * Sends a signal to a process started by {@link #spawn} and waits for its end if the wait is not
   * zero.
   */
  void signal(String node, int pid, int signal, Duration wait) {
    List<String> options =
        List.of(String.valueOf(pid), String.valueOf(signal), String.valueOf(wait.toMillis()));
    Session session = request("signal", node, options, List.of());
    session.endInput();
    session.result();
  }

  /** Whether a process started by {@link #spawn} still runs. */
  boolean alive(String node, int pid) {
    Session session = request("alive", node, List.of(String.valueOf(pid)), List.of());
    session.endInput();
    return session.result().status() == 0;
  }

  private Session request(String op, String node, List<String> options, List<String> command) {
    try {
      return new Session(op, node, options, command);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the lab's kernel does not take the request to %s %s in '%s'"
              .formatted(op, command, node),
          e);
    }
  }

  /** One request under way. */
  final class Session implements AutoCloseable {

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final String description;
    private int pid = -1;
    private int status = -1;

    private Session(String op, String node, List<String> options, List<String> command)
        throws IOException {
      description =
          (node.isEmpty() ? "" : node + ": ")
              + (command.isEmpty() ? op : String.join(" ", command));
      socket.connect(address, 10_000);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      DataOutputStream fields = new DataOutputStream(header);
      for (String field : List.of(token, op, node)) {
        string(fields, field);
      }
      for (List<String> list : List.of(options, List.<String>of(), command)) {
        fields.writeInt(list.size());
        for (String element : list) {
          string(fields, element);
        }
      }
      socket.getOutputStream().write(header.toByteArray());
    }

    private static void string(DataOutputStream fields, String value) throws IOException {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      fields.writeInt(bytes.length);
      fields.write(bytes);
    }

    /** Gives the command input. */
    void send(String input) {
      try {
        socket.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("input of " + description, e);
      }
    }

    /** Ends the command's input. */
    void endInput() {
      try {
        socket.shutdownOutput();
      } catch (IOException e) {
        throw new UncheckedIOException("end of input of " + description, e);
      }
    }

    /**
     * Reads frames until the standard output holds a text.
     *
     * @throws AssertionError with all that the command said, when it ends before
     */
    void awaitOutput(String text) {
      while (!out.toString(StandardCharsets.UTF_8).contains(text)) {
        if (status >= 0) {
          throw new AssertionError("ended without '%s': %s".formatted(text, result()));
        }
        frame();
      }
    }

    /** Reads to the end. */
    Result result() {
      while (status < 0) {
        frame();
      }
      close();
      return new Result(
          description,
          status,
          out.toString(StandardCharsets.UTF_8),
          err.toString(StandardCharsets.UTF_8));
    }

    private void frame() {
      try {
        int kind = in.readUnsignedByte();
        byte[] data = in.readNBytes(in.readInt());
        switch (kind) {
          case OUT -> out.writeBytes(data);
          case ERR -> err.writeBytes(data);
          case PID -> pid = Integer.parseInt(new String(data, StandardCharsets.UTF_8));
          case EXIT -> status = Integer.parseInt(new String(data, StandardCharsets.UTF_8));
          case ERROR -> throw new IllegalStateException(new String(data, StandardCharsets.UTF_8));
          default -> throw new IllegalStateException("frame of unknown kind " + kind);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the lab's kernel went away during: " + description, e);
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException("close of " + description, e);
      }
    }
  }
}
