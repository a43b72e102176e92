package io.lvsoperator.netlink;

import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Refuses to run kernel tests in a network namespace that somebody lives in, where they would
 * change what others need: one with an interface that is up, other than {@code lo}. Then brings
 * {@code lo} up: without it ipvs takes no destination.
 */
public final class FreshNamespace implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    List<String> inUse =
        Shell.line("ip -o link show up").lines().filter(line -> !line.contains(" lo:")).toList();
    if (!inUse.isEmpty()) {
      throw new IllegalStateException(
          "kernel tests change their network namespace, and somebody uses this one: run them as"
              + " root in a fresh one (unshare --net mvn ...); it has "
              + inUse);
    }
    Shell.line("ip link set lo up");
  }
}
