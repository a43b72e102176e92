package io.lvsoperator.linux;

import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.kernel.Sockets;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Listener;
import io.lvsoperator.model.Protocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who listens, from {@code /proc/net/tcp} and its like, and {@code /proc/net/sctp/eps} where the
 * kernel has SCTP.
 *
 * <p>The kernel lists the listening TCP sockets before all connections, so reading ends with the
 * first connection: a node with a hundred thousand of them costs no more. SCTP's file has no
 * connections at all.
 */
final class ProcSockets implements Sockets {
  private static final String LISTEN = "0A";
  private static final String UNCONNECTED = "07";
  private static final int LOCAL = 1;
  private static final int STATE = 3;

  /** The columns of {@code sctp_eps_seq_show}; the addresses, one or more, are the last. */
  private static final int SCTP_STATE = 3;

  private static final int SCTP_PORT = 5;
  private static final int SCTP_ADDRESSES = 8;

  /** {@code SCTP_SS_LISTENING}. */
  private static final String SCTP_LISTENING = "10";

  private final Path root;

  /**
   * @param root {@code /proc/net}, or a folder in tests
   */
  ProcSockets(Path root) {
    this.root = root;
  }

  @Override
  public Set<Listener> listeners() {
    Set<Listener> listeners = new HashSet<>();
    read("tcp", Protocol.TCP, LISTEN, listeners);
    read("tcp6", Protocol.TCP, LISTEN, listeners);
    read("udp", Protocol.UDP, UNCONNECTED, listeners);
    read("udp6", Protocol.UDP, UNCONNECTED, listeners);
    readSctp(listeners);
    return listeners;
  }

  private void read(String file, Protocol protocol, String state, Set<Listener> listeners) {
    read(
        file,
        fields -> {
          if (fields[STATE].equals(state)) {
            listeners.add(listener(protocol, fields[LOCAL]));
            return true;
          }
          return protocol != Protocol.TCP;
        });
  }

  private void readSctp(Set<Listener> listeners) {
    read(
        "sctp/eps",
        fields -> {
          if (fields[SCTP_STATE].equals(SCTP_LISTENING)) {
            int port = Integer.parseInt(fields[SCTP_PORT]);
            for (String address : List.of(fields).subList(SCTP_ADDRESSES, fields.length)) {
              listeners.add(new Listener(Protocol.SCTP, sctpAddress(address), port));
            }
          }
          return true;
        });
  }

  /** An address as the kernel prints it, IPv6 with all its zeros; one may be IPv4's, mapped. */
  private static IpAddress sctpAddress(String text) {
    return text.indexOf(':') < 0
        ? IpAddress.parse(text)
        : address(HexFormat.of().parseHex(text.replace(":", "")));
  }

  /** Reads line by line as long as each says that there may be more. */
  private void read(String file, Predicate<String[]> line) {
    Path path = root.resolve(file);
    try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.US_ASCII)) {
      lines.readLine();
      String next = lines.readLine();
      while (next != null && line.test(next.strip().split("\\s+"))) {
        next = lines.readLine();
      }
    } catch (NoSuchFileException e) {
      // No IPv6 in this kernel, or no SCTP as yet: its module comes with the first socket.
    } catch (IOException e) {
      throw new KernelException("ss -HlntuS", "EIO", "cannot read " + path, e);
    }
  }

  /** {@code 0100007F:1F90}: words of the address in the machine's order, the port as a number. */
  private static Listener listener(Protocol protocol, String local) {
    int colon = local.indexOf(':');
    byte[] bytes = HexFormat.of().parseHex(local.substring(0, colon));
    if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      reverseWords(bytes);
    }
    return new Listener(protocol, address(bytes), Integer.parseInt(local.substring(colon + 1), 16));
  }

  /** A socket of IPv6 may be bound to an IPv4 address, {@code ::ffff:10.0.0.1}. */
  private static IpAddress address(byte[] bytes) {
    boolean mapped =
        bytes.length == 16
            && bytes[10] == -1
            && bytes[11] == -1
            && Arrays.equals(bytes, 0, 10, new byte[10], 0, 10);
    return IpAddress.of(mapped ? Arrays.copyOfRange(bytes, 12, 16) : bytes);
  }

  private static void reverseWords(byte[] bytes) {
    for (int i = 0; i < bytes.length; i += 4) {
      byte first = bytes[i];
      byte second = bytes[i + 1];
      bytes[i] = bytes[i + 3];
      bytes[i + 1] = bytes[i + 2];
      bytes[i + 2] = second;
      bytes[i + 3] = first;
    }
  }
}
