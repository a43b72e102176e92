package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.kernel.Announcements;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.ProbeResult;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private static final LinkAddress VIP =
      new LinkAddress("eth0", Cluster.VIP.asHost(), Ownership.PROTOCOL);
  private static final Duration RARELY = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMillis(20);

  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final Announcements network =
      new Announcements() {
        @Override
        public void announce(String link, IpAddress address) {
          said.add(address + " on " + link);
          if (link.equals("eth1")) {
            throw new KernelException("arping", "ENODEV", "the test asked for it");
          }
        }

        @Override
        public ProbeResult probe(String link, IpAddress address) {
          throw new AssertionError("nobody asked");
        }
      };

  private String next() throws InterruptedException {
    return said.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void announcesANewVipTwiceMoreAndThenIsSilent() throws InterruptedException {
    try (Announcer announcer = new Announcer(network, RARELY, SOON)) {
      announcer.holds(Set.of(VIP));
      announcer.holds(Set.of(VIP));
      assertThat(next()).isEqualTo("10.23.21.180 on eth0");
      assertThat(next()).isEqualTo("10.23.21.180 on eth0");
      assertThat(said.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  @Test
  void announcesHeldVipsAgainAndAgainAlsoWhenOneFails() throws InterruptedException {
    LinkAddress failing = new LinkAddress("eth1", Cluster.VIP.asHost(), Ownership.PROTOCOL);
    try (Announcer announcer = new Announcer(network, SOON, RARELY)) {
      announcer.holds(Set.of(VIP, failing));
      Set<String> heard = new HashSet<>();
      for (int i = 0; i < 6; i++) {
        heard.add(next());
      }
      assertThat(heard).containsExactlyInAnyOrder("10.23.21.180 on eth0", "10.23.21.180 on eth1");
    }
  }

  @Test
  void saysNothingAboutAVipThatIsGone() throws InterruptedException {
    try (Announcer announcer =
        new Announcer(network, Duration.ofSeconds(1), Duration.ofSeconds(1))) {
      announcer.holds(Set.of(VIP));
      announcer.holds(Set.of());
      assertThat(said.poll(1500, TimeUnit.MILLISECONDS)).isNull();
    }
  }
}
