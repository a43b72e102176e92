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
  /** What an earlier test left goes. Few processes: each costs a tenth of a second in emulation. */
  private static final String TEAR_DOWN =
      """
      ipvsadm -C
      ipvsadm --set 900 120 300
      rules() {
        echo 'fou del port 6080'
        for i in 1 2 3 4 5 6 7 8 9; do echo 'rule del pref 7600'; done
      }
      {
        echo 'link del eth0'
        for device in /sys/class/net/lvs-*; do echo "link del ${device##*/}"; done
        for device in tunl0 ip6tnl0 sit0; do echo "link set $device down"; done
        rules
      } | ip -force -batch - 2>/dev/null
      rules | ip -6 -force -batch - 2>/dev/null
      nft delete table inet lvs-operator 2>/dev/null
      cd /proc/sys/net
      [ ! -e ipv4/vs/conntrack ] || echo 0 >ipv4/vs/conntrack
      echo 1 >ipv4/conf/all/send_redirects
      echo 0 >ipv6/conf/all/forwarding
      """;

  private static final String SET_UP =
      """
      ip -batch - <<X
      link set lo up
      link add eth0 type veth peer name wire
      link set eth0 address 02:00:00:00:00:01
      addr add 10.23.21.184/16 dev eth0
      link set wire up
      link set eth0 up
      route add default via 10.23.0.1
      X
      """;

  /** Sets it up; what an earlier test left is removed first. */
  public TutorialNamespace() {
    sh(
        """
        while read -r device destination rest; do
          [ "$destination" != 00000000 ] || { echo 'not a namespace for tests'; exit 1; }
        done </proc/net/route
        """
            + TEAR_DOWN
            + SET_UP);
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
    sh(TEAR_DOWN);
  }
}
