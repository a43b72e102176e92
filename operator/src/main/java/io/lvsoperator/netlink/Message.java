package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One received message, read in place: valid only until the next receive.
 *
 * @param type what it is; below 16 netlink's own
 * @param flags as in the header
 * @param sequence the request that it answers; 0 for events
 * @param payload what follows the header
 */
record Message(int type, int flags, int sequence, ByteBuffer payload) {

  /** Splits a datagram into its messages. */
  static List<Message> split(ByteBuffer datagram) {
    List<Message> messages = new ArrayList<>();
    int at = datagram.position();
    while (at + Nl.HEADER_SIZE <= datagram.limit()) {
      int length = datagram.getInt(at);
      if (length < Nl.HEADER_SIZE || length > datagram.limit() - at) {
        throw new NetlinkException(
            "read a netlink message",
            Errno.EBADMSG,
            "a message says " + length + " bytes, " + (datagram.limit() - at) + " are left");
      }
      messages.add(
          new Message(
              datagram.getShort(at + 4) & 0xffff,
              datagram.getShort(at + 6) & 0xffff,
              datagram.getInt(at + 8),
              datagram
                  .slice(at + Nl.HEADER_SIZE, length - Nl.HEADER_SIZE)
                  .order(datagram.order())));
      at += Nl.align(length);
    }
    return messages;
  }

  /** The attributes behind a family header of {@code size} bytes. */
  Attributes attributes(int size) {
    return new Attributes(after(size));
  }

  /** The payload behind its first {@code size} bytes. */
  ByteBuffer after(int size) {
    int start = Math.min(Nl.align(size), payload.limit());
    return payload.slice(start, payload.limit() - start).order(payload.order());
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /**
   * The error of an {@code NLMSG_ERROR} or {@code NLMSG_DONE} message: 0 is an acknowledgement or
   * an undisturbed end, else a positive errno.
   */
  int error() {
    return payload.remaining() < 4 ? 0 : -payload.getInt(payload.position());
  }

  /** The kernel's words about the error, from its extended acknowledgement; may be empty. */
  String errorText() {
    if (!has(Nl.NLM_F_ACK_TLVS)) {
      return "";
    }
    Attributes attributes = new Attributes(after(extendedAckOffset()));
    StringBuilder text = new StringBuilder(attributes.string(Nl.NLMSGERR_ATTR_MSG).orElse(""));
    if (attributes.has(Nl.NLMSGERR_ATTR_OFFS)) {
      append(text, "at byte " + attributes.u32(Nl.NLMSGERR_ATTR_OFFS, 0) + " of the request");
    }
    if (attributes.has(Nl.NLMSGERR_ATTR_MISS_TYPE)) {
      append(text, "attribute " + attributes.u32(Nl.NLMSGERR_ATTR_MISS_TYPE, 0) + " is missing");
    }
    return text.toString();
  }

  private int extendedAckOffset() {
    if (type == Nl.NLMSG_DONE) {
      return 4;
    }
    // After the errno comes the request's header, and, unless capped, the request's payload.
    int request = has(Nl.NLM_F_CAPPED) ? Nl.HEADER_SIZE : payload.getInt(4);
    return 4 + Nl.align(request);
  }

  private static void append(StringBuilder text, String more) {
    text.append(text.isEmpty() ? "" : ", ").append(more);
  }
}
