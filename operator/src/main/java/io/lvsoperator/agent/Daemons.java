package io.lvsoperator.agent;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Platform threads that never keep the process alive. Not virtual ones: a netlink receive would pin
 * their carrier.
 */
final class Daemons {
  private Daemons() {}

  /** {@return makes threads with this name, and a number from the second on} */
  static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      int number = count.incrementAndGet();
      Thread thread = new Thread(task, number == 1 ? name : name + "-" + number);
      thread.setDaemon(true);
      return thread;
    };
  }
}
