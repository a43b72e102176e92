package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.kernel.KernelEvents;
import io.lvsoperator.netlink.KernelTest;
import io.lvsoperator.netlink.Shell;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@KernelTest
class NetlinkEventsKernelTest {
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @Test
  void tellsTheListenerUntilItIsClosed() throws InterruptedException {
    try (VethPair veth = new VethPair()) {
      assertThat(veth).isNotNull();
      try (KernelEvents.Subscription subscription = new NetlinkEvents().subscribe(told::add)) {
        assertThat(subscription).isNotNull();
        Shell.line("ip addr add 10.23.21.180/32 dev lva");
        expect("address 10.23.21.180/32 added");
        Shell.line("ip addr del 10.23.21.180/32 dev lva");
        expect("address 10.23.21.180/32 deleted");
        Shell.line("nft add table ip told");
        Shell.line("nft delete table ip told");
        expect("nftables changed");
      }
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().startsWith("kernel-events"));
      told.clear();
      Shell.line("ip addr add 10.23.21.180/32 dev lva");
      assertThat(told.poll(500, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  private void expect(String text) throws InterruptedException {
    String next = told.poll(10, TimeUnit.SECONDS);
    while (next != null && !next.equals(text)) {
      next = told.poll(10, TimeUnit.SECONDS);
    }
    assertThat(next).isEqualTo(text);
  }
}
