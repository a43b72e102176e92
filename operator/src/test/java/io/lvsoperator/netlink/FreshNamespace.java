package io.lvsoperator.netlink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Refuses to run kernel tests in the machine's own network namespace, where they would change what
 * others live on, and brings the namespace's {@code lo} up: without it ipvs takes no destination.
 */
public final class FreshNamespace implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
    if (own.equals(Files.readSymbolicLink(Path.of("/proc/1/ns/net")))) {
      throw new IllegalStateException(
          "kernel tests change their network namespace: run them as root in a fresh one"
              + " (unshare --net mvn ...)");
    }
    Shell.run("ip", "link", "set", "lo", "up");
  }
}
