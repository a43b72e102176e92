package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** Names of generic netlink families to the numbers that the running kernel gave them. */
final class GenericNetlink {
  private GenericNetlink() {}

  /**
   * The number of a family, or nothing if the kernel has none of that name. Asking makes the kernel
   * load the module that provides it, if it can.
   */
  static OptionalInt family(NetlinkChannel channel, String name) {
    try {
      return OptionalInt.of(
          channel.get(
              new FamilyRequest(name),
              payload ->
                  new Attributes(payload.position(Nl.GENL_HEADER_SIZE))
                      .u16(Nl.CTRL_ATTR_FAMILY_ID, 0)));
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENOENT) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  /**
   * The number of a family, or nothing if no module that is loaded now provides one of that name.
   * Asking for all families, unlike asking for one by name, makes the kernel load nothing.
   */
  static OptionalInt loadedFamily(NetlinkChannel channel, String name) {
    return channel.dump(new EveryFamily(), GenericNetlink::named).stream()
        .filter(family -> family.name().equals(name))
        .mapToInt(Named::number)
        .findFirst();
  }

  private static Named named(ByteBuffer payload) {
    Attributes family = new Attributes(payload.position(Nl.GENL_HEADER_SIZE));
    return new Named(
        family.string(Nl.CTRL_ATTR_FAMILY_NAME).orElse(""), family.u16(Nl.CTRL_ATTR_FAMILY_ID, 0));
  }

  private record Named(String name, int number) {}

  private record EveryFamily() implements Request {
    @Override
    public String operation() {
      return "genl ctrl list";
    }

    @Override
    public int type() {
      return Nl.GENL_ID_CTRL;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      writer.rawU8(Nl.CTRL_CMD_GETFAMILY).rawU8(1).rawU16(0);
    }
  }

  private record FamilyRequest(String name) implements Request {
    @Override
    public String operation() {
      return "genl ctrl get name " + name;
    }

    @Override
    public int type() {
      return Nl.GENL_ID_CTRL;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      writer.rawU8(Nl.CTRL_CMD_GETFAMILY).rawU8(1).rawU16(0);
      writer.string(Nl.CTRL_ATTR_FAMILY_NAME, name);
    }
  }
}
