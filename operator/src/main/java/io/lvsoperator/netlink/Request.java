package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;

/** One message to the kernel. */
public interface Request {

  /** The command that a person would have typed for it: errors begin with it. */
  String operation();

  /** The message type. */
  int type();

  /** Flags beyond request, acknowledge and dump, which the channel adds. */
  default int flags() {
    return 0;
  }

  /** Writes everything behind the netlink header. */
  void writeBody(MessageWriter writer);

  /** What an error of this request means where the kernel gives no text; may be empty. */
  default String explain(Errno errno) {
    return "";
  }
}
