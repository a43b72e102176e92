package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;
import io.lvsoperator.ffm.Sockets;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The UDP ports at which the kernel unwraps packets in this network namespace, by generic netlink
 * as {@code linux/fou.h} lays it out. Safe for several threads.
 */
public final class FouClient implements AutoCloseable {
  private static final String FAMILY = "fou";
  private static final int VERSION = 1;
  private static final int ADD = 1;
  private static final int DELETE = 2;
  private static final int GET = 3;

  private static final int ATTR_PORT = 1;
  private static final int ATTR_AF = 2;
  private static final int ATTR_TYPE = 4;

  private final NetlinkChannel channel;

  FouClient(NetlinkChannel channel) {
    this.channel = channel;
  }

  /** Opens generic netlink; nothing is loaded. */
  public static FouClient open() {
    return new FouClient(NetlinkChannel.generic());
  }

  /** Every such port; none where the module is not loaded, and asking does not load it. */
  public List<FouInfo> ports() {
    OptionalInt family = GenericNetlink.loadedFamily(channel, FAMILY);
    if (family.isEmpty()) {
      return List.of();
    }
    return channel.dump(
        new Command("ip fou show", family.getAsInt(), GET, writer -> {}),
        payload -> {
          Attributes port = new Attributes(payload.position(Nl.GENL_HEADER_SIZE));
          return new FouInfo(
              port.u8(ATTR_AF, Sockets.AF_INET),
              port.be16(ATTR_PORT, 0),
              port.u8(ATTR_TYPE, FouInfo.DIRECT));
        });
  }

  /**
   * Adds a port. The kernel does not load the module for it: it has no alias for the family.
   *
   * @param operation the change as an {@code ip} command line
   * @throws NetlinkException {@code EADDRINUSE} if a socket has the port, {@code ENOENT} if the
   *     module is not loaded
   */
  public void add(String operation, FouInfo port) {
    channel.execute(
        new Command(operation, family(operation), ADD, writer -> write(writer, port, true)));
  }

  /**
   * Deletes a port.
   *
   * @param operation the change as an {@code ip} command line
   * @throws NetlinkException {@code EINVAL} if it is not there
   */
  public void delete(String operation, FouInfo port) {
    channel.execute(
        new Command(operation, family(operation), DELETE, writer -> write(writer, port, false)));
  }

  @Override
  public void close() {
    channel.close();
  }

  private int family(String operation) {
    return GenericNetlink.family(channel, FAMILY)
        .orElseThrow(
            () ->
                new NetlinkException(
                    operation,
                    Errno.ENOENT,
                    "the module fou is not loaded, and could not be: modprobe fou on the host"));
  }

  private static void write(MessageWriter writer, FouInfo port, boolean withType) {
    writer.be16(ATTR_PORT, port.port()).u8(ATTR_AF, port.family());
    if (withType) {
      writer.u8(ATTR_TYPE, port.type());
    }
  }

  private record Command(
      String operation, int type, int command, Consumer<MessageWriter> attributes)
      implements Request {
    @Override
    public void writeBody(MessageWriter writer) {
      writer.rawU8(command).rawU8(VERSION).rawU16(0);
      attributes.accept(writer);
    }

    @Override
    public String explain(Errno errno) {
      return switch (errno) {
        case EADDRINUSE -> "a socket of this node has that UDP port";
        case EINVAL -> "there is no such port of fou, or the kernel takes none like it";
        default -> "";
      };
    }
  }
}
