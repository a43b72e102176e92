package io.lvsoperator.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes this process's network namespace, which must be one for tests, the tutorial's director:
 * {@code eth0} with 10.23.21.184/16 and a default route by 10.23.0.1.
 */
public final class TutorialNamespace implements AutoCloseable {
  /** Sets it up; what an earlier test left is removed first. */
  public TutorialNamespace() {
    sh("! ip route show default | grep -q . || { echo 'not a namespace for tests'; exit 1; }");
    tearDown();
    sh(
        """
        set -e
        ip link set lo up
        ip link add eth0 type veth peer name wire
        ip link set eth0 address 02:00:00:00:00:01
        ip addr add 10.23.21.184/16 dev eth0
        ip link set wire up
        ip link set eth0 up
        ip route add default via 10.23.0.1
        """);
  }

  private static void tearDown() {
    sh(
        """
        ipvsadm -C
        ipvsadm --set 900 120 300
        ip link del eth0 2>/dev/null
        ip -o link show | sed -n 's/^[0-9]*: \\(lvs-[^:@]*\\).*/ip link del \\1/p' | sh
        for link in tunl0 ip6tnl0 sit0; do ip link set $link down 2>/dev/null; done
        for family in '' -6; do ip fou del port 6080 $family 2>/dev/null; done
        ip rule show | sed -n 's/^7600:.*/ip rule del pref 7600/p' | sh
        nft delete table inet lvs-operator 2>/dev/null
        sysctl -qw net.ipv4.vs.conntrack=0 net.ipv4.conf.all.send_redirects=1 net.ipv6.conf.all.forwarding=0
        true
        """);
  }

  /** {@return what a shell script prints} */
  public static String sh(String script) {
    try {
      Process process =
          new ProcessBuilder(List.of("/bin/sh", "-c", script)).redirectErrorStream(true).start();
      String out =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("%s%nsaid: %s".formatted(script, out));
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    tearDown();
  }
}
