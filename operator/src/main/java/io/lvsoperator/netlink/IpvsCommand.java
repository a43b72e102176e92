package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;
import java.net.InetAddress;

/**
 * One change of the kernel's ipvs tables, named after the kernel's commands.
 *
 * <p>The kernel gives no text with ipvs errors, so each command explains its own; the table was
 * measured on 6.1 and 7.2.
 */
public sealed interface IpvsCommand {

  /** The same change as an {@code ipvsadm} command line. */
  String operation();

  /** The {@code IPVS_CMD_*} number. */
  int command();

  /** Writes the command's attributes. */
  void writeAttributes(MessageWriter writer);

  /** What the kernel means by an error of this command. */
  default String explain(Errno errno) {
    return switch (errno) {
      case ESRCH -> "there is no such virtual server";
      case EPERM -> "CAP_NET_ADMIN is missing";
      case EOPNOTSUPP -> "this kernel's ipvs does not know the command";
      default -> "";
    };
  }

  /**
   * Adds a virtual server; fails with {@code EEXIST} if there is one.
   *
   * @param operation the change as an {@code ipvsadm} command line
   * @param service key and configuration
   */
  record NewService(String operation, IpvsService service) implements IpvsCommand {
    @Override
    public int command() {
      return 1;
    }

    @Override
    public void writeAttributes(MessageWriter writer) {
      IpvsCodec.writeService(writer, service);
    }

    @Override
    public String explain(Errno errno) {
      return explainService(this.service, errno, IpvsCommand.super.explain(errno));
    }
  }

  /**
   * Changes a virtual server in place; its connections stay.
   *
   * @param operation the change as an {@code ipvsadm} command line
   * @param service key and whole configuration: what is left out is lost
   */
  record SetService(String operation, IpvsService service) implements IpvsCommand {
    @Override
    public int command() {
      return 2;
    }

    @Override
    public void writeAttributes(MessageWriter writer) {
      IpvsCodec.writeService(writer, service);
    }

    @Override
    public String explain(Errno errno) {
      return explainService(this.service, errno, IpvsCommand.super.explain(errno));
    }
  }

  /**
   * Deletes a virtual server with its destinations.
   *
   * @param operation the change as an {@code ipvsadm} command line
   * @param key which
   */
  record DeleteService(String operation, IpvsKey key) implements IpvsCommand {
    @Override
    public int command() {
      return 3;
    }

    @Override
    public void writeAttributes(MessageWriter writer) {
      IpvsCodec.writeKey(writer, key);
    }
  }

  /**
   * Adds a destination; fails with {@code EEXIST} if there is one.
   *
   * @param operation the change as an {@code ipvsadm} command line
   * @param key of its virtual server
   * @param destination what to add
   */
  record NewDestination(String operation, IpvsKey key, IpvsDestination destination)
      implements IpvsCommand {
    @Override
    public int command() {
      return 5;
    }

    @Override
    public void writeAttributes(MessageWriter writer) {
      IpvsCodec.writeKey(writer, key);
      IpvsCodec.writeDestination(writer, destination);
    }

    @Override
    public String explain(Errno errno) {
      return explainDestination(errno, IpvsCommand.super.explain(errno));
    }
  }

  /**
   * Changes a destination in place; its connections stay.
   *
   * @param operation the change as an {@code ipvsadm} command line
   * @param key of its virtual server
   * @param destination address, port and whole configuration
   */
  record SetDestination(String operation, IpvsKey key, IpvsDestination destination)
      implements IpvsCommand {
    @Override
    public int command() {
      return 6;
    }

    @Override
    public void writeAttributes(MessageWriter writer) {
      IpvsCodec.writeKey(writer, key);
      IpvsCodec.writeDestination(writer, destination);
    }

    @Override
    public String explain(Errno errno) {
      return explainDestination(errno, IpvsCommand.super.explain(errno));
    }
  }

  /**
   * Deletes a destination.
   *
   * @param operation the change as an {@code ipvsadm} command line
   * @param key of its virtual server
   * @param address the destination's
   * @param port the destination's
   */
  record DeleteDestination(String operation, IpvsKey key, InetAddress address, int port)
      implements IpvsCommand {
    @Override
    public int command() {
      return 7;
    }

    @Override
    public void writeAttributes(MessageWriter writer) {
      IpvsCodec.writeKey(writer, key);
      IpvsCodec.writeDestinationKey(writer, address, port);
    }

    @Override
    public String explain(Errno errno) {
      return explainDestination(errno, IpvsCommand.super.explain(errno));
    }
  }

  /**
   * Sets the idle timeouts that are not 0.
   *
   * @param operation the change as an {@code ipvsadm} command line
   * @param timeouts seconds
   */
  record SetTimeouts(String operation, IpvsTimeouts timeouts) implements IpvsCommand {
    @Override
    public int command() {
      return 12;
    }

    @Override
    public void writeAttributes(MessageWriter writer) {
      IpvsCodec.writeTimeouts(writer, timeouts);
    }
  }

  private static String explainService(IpvsService service, Errno errno, String otherwise) {
    return switch (errno) {
      case EEXIST -> "there is such a virtual server already";
      case ENOENT -> "this kernel has no scheduler \"" + service.scheduler() + "\"";
      case EINVAL -> "the kernel takes no such virtual server";
      default -> otherwise;
    };
  }

  private static String explainDestination(Errno errno, String otherwise) {
    return switch (errno) {
      case EEXIST -> "there is such a destination already";
      case ENOENT -> "there is no such destination";
      case ERANGE -> "the weight is negative, or the lower threshold above the upper one";
      case EINVAL ->
          "the address is neither unicast nor local, or the device lo was never up in this"
              + " network namespace";
      default -> otherwise;
    };
  }
}
