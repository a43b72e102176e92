package io.lvsoperator.kernel;

import java.util.function.Consumer;

/**
 * What the kernel tells without being asked. ipvs and most sysctls tell nothing: those are polled.
 */
public interface KernelEvents {
  /**
   * Calls a listener, on a thread of its own, whenever links, addresses, routes, rules, forwarding
   * or nftables change.
   *
   * @param listener gets a few words on what changed, such as {@code address deleted}; must not
   *     block
   * @return closes the subscription
   */
  Subscription subscribe(Consumer<String> listener);

  /** A running subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
