package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The ipvs tables of this network namespace, by generic netlink. Safe for several threads. */
public final class IpvsClient implements AutoCloseable {
  private static final String FAMILY = "IPVS";
  private static final int VERSION = 1;
  private static final int GET_SERVICE = 4;
  private static final int GET_DEST = 8;
  private static final int GET_CONFIG = 13;
  private static final int GET_INFO = 15;

  private final NetlinkChannel channel;
  private final int family;

  IpvsClient(NetlinkChannel channel, int family) {
    this.channel = channel;
    this.family = family;
  }

  /**
   * Opens ipvs, which makes the kernel load its module if it can.
   *
   * @throws NetlinkException {@code ENOENT} if this kernel has no ipvs
   */
  public static IpvsClient open() {
    NetlinkChannel channel = NetlinkChannel.generic();
    OptionalInt family = GenericNetlink.family(channel, FAMILY);
    if (family.isEmpty()) {
      channel.close();
      throw new NetlinkException(
          "modprobe ip_vs", Errno.ENOENT, "this kernel has no ip_vs, and could not load it");
    }
    return new IpvsClient(channel, family.getAsInt());
  }

  /** Whether the kernel has ipvs in memory now; asking loads nothing. */
  public static boolean loaded() {
    try (NetlinkChannel channel = NetlinkChannel.generic()) {
      return GenericNetlink.loadedFamily(channel, FAMILY).isPresent();
    }
  }

  /** Every virtual server of this network namespace. */
  public List<IpvsServiceState> services() {
    return channel.dump(
        new Get("ipvsadm -Ln", GET_SERVICE, writer -> {}),
        payload -> IpvsCodec.readService(attributes(payload)));
  }

  /** One virtual server, if there is such. */
  public Optional<IpvsServiceState> service(IpvsKey key) {
    Get request =
        new Get(
            "ipvsadm -Ln " + key.option(), GET_SERVICE, writer -> IpvsCodec.writeKey(writer, key));
    try {
      return Optional.of(
          channel.get(request, payload -> IpvsCodec.readService(attributes(payload))));
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ESRCH) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The destinations of one virtual server; none too if the virtual server went away meanwhile. */
  public List<IpvsDestinationState> destinations(IpvsKey key) {
    return channel.dump(
        new Get("ipvsadm -Ln " + key.option(), GET_DEST, writer -> IpvsCodec.writeKey(writer, key)),
        payload -> IpvsCodec.readDestination(attributes(payload), key.family()));
  }

  /** The idle timeouts of connections. */
  public IpvsTimeouts timeouts() {
    return channel.get(
        new Get("ipvsadm -L --timeout", GET_CONFIG, writer -> {}),
        payload -> IpvsCodec.readTimeouts(attributes(payload)));
  }

  /** What ipvs says about itself. */
  public IpvsInfo info() {
    return channel.get(
        new Get("ipvsadm -L", GET_INFO, writer -> {}),
        payload -> IpvsCodec.readInfo(attributes(payload)));
  }

  /**
   * Applies one command.
   *
   * @throws NetlinkException if the kernel refuses it
   */
  public void execute(IpvsCommand command) {
    channel.execute(new Change(command, family));
  }

  /** Applies commands in batches; one that fails does not stop those behind it. */
  public List<Outcome> apply(List<? extends IpvsCommand> commands) {
    return channel.batch(commands.stream().map(command -> new Change(command, family)).toList());
  }

  @Override
  public void close() {
    channel.close();
  }

  private static Attributes attributes(ByteBuffer payload) {
    return new Attributes(payload.position(payload.position() + Nl.GENL_HEADER_SIZE));
  }

  private final class Get implements Request {
    private final String operation;
    private final int command;
    private final Consumer<MessageWriter> attributes;

    Get(String operation, int command, Consumer<MessageWriter> attributes) {
      this.operation = operation;
      this.command = command;
      this.attributes = attributes;
    }

    @Override
    public String operation() {
      return operation;
    }

    @Override
    public int type() {
      return family;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      writer.rawU8(command).rawU8(VERSION).rawU16(0);
      attributes.accept(writer);
    }
  }

  private record Change(IpvsCommand command, int type) implements Request {
    @Override
    public String operation() {
      return command.operation();
    }

    @Override
    public void writeBody(MessageWriter writer) {
      writer.rawU8(command.command()).rawU8(VERSION).rawU16(0);
      command.writeAttributes(writer);
    }

    @Override
    public String explain(Errno errno) {
      return command.explain(errno);
    }
  }
}
