package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.journal.JournalHeader;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.linux.LinuxKernel;
import io.lvsoperator.linux.TutorialNamespace;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.netlink.KernelTest;
import io.lvsoperator.plan.PlanOptions;
import io.lvsoperator.plan.Planner;
import io.lvsoperator.plan.WalkStates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * As {@link io.lvsoperator.plan.RandomWalkTest}, on the real kernel: after any walk what {@code
 * ipvsadm}, {@code ip}, {@code nft} and {@code sysctl} show is what a fresh node shows for the last
 * state, and when nothing is wanted any more it is as it was. One walk begins with every state in
 * turn, so that none is missed; others with seeds: {@code -Dwalk.seed=N}.
 */
@KernelTest
class RandomWalkKernelTest {
  private static final Map<IpAddress, ProbeResult> FREE =
      Map.of(
          IpAddress.parse("10.23.21.180"), new ProbeResult.Free(),
          IpAddress.parse("fd00:23::180"), new ProbeResult.Free());

  /** Not the connections, and not the other end of the link to nowhere, whose MAC is random. */
  private static final String SHOW =
      """
      ipvsadm -Sn; ipvsadm -l --timeout
      for link in lo eth0 tunl0 ip6tnl0 $(ip -o link show group 76 | sed -n 's/^[0-9]*: \\([^:@]*\\).*/\\1/p'); do
        ip -d -o link show dev $link 2>/dev/null | sed -n "s/^[0-9]*: \\([^:@]*\\).*<\\([^>]*\\)>.* mtu \\([0-9]*\\).*link\\/\\(.*\\)/link \\1 \\2 \\3 \\4/p"
        ip -o addr show dev $link 2>/dev/null | sed 's/^[0-9]*: //; s/valid_lft.*//'
      done
      ip rule; ip -6 rule; ip -4 route show table all; ip -6 route show table all | grep -v wire | sed 's/ expires [0-9]*sec//'
      ip fou show; ip -6 fou show
      nft list ruleset
      sysctl -a -r '^net.ipv[46].(vs|ip_forward|conf.(all|default|lo|eth0|tunl0|ip6tnl0).(forwarding|force_forwarding|accept_ra|arp_.*|rp_filter|.*redirects))' 2>/dev/null
      """;

  @TempDir private Path directory;

  /** Whether this kernel has loaded the modules of every state. */
  private static boolean warm;

  private TutorialNamespace namespace;
  private LinuxKernel linux;
  private JournalStore journal;
  private int journals;
  private Instant now = Cluster.NOW;

  @BeforeEach
  void start() {
    fresh();
    if (!warm) {
      // What modules bring with them when they are first used stays, and belongs to the start.
      WalkStates.ALL.stream().filter(i -> !i.hosted().isEmpty()).forEach(this::settle);
      settle(Intent.NONE);
      fresh();
      warm = true;
    }
  }

  @AfterEach
  void end() {
    close();
  }

  private void close() {
    linux.close();
    namespace.close();
  }

  /** A node on which nothing ever happened. */
  private void fresh() {
    if (linux != null) {
      close();
    }
    namespace = new TutorialNamespace();
    TutorialNamespace.sh(
        """
        ip addr add %s/16 dev eth0
        ip -6 addr add fd00:23::184/64 dev eth0 nodad
        ip -6 addr add fd00:23::76/64 dev eth0 nodad
        while ip -6 addr show tentative | grep -q .; do sleep 0.1; done
        """
            .formatted(Cluster.RS01));
    journal =
        JournalStore.open(
            directory.resolve("journal-" + journals++), JournalHeader.of("boot", "net"));
    linux = LinuxKernel.open(journal);
  }

  @Test
  void everyStateIsGivenBackWhole() {
    String start = shown();
    List<Integer> all =
        IntStream.range(0, WalkStates.ALL.size()).boxed().collect(Collectors.toList());
    for (int state : all) {
      settle(WalkStates.ALL.get(state));
      settle(Intent.NONE);
      assertThat(shown()).as("state %d is gone", state).isEqualTo(start);
    }
    assertThat(journal.ownership()).isEqualTo(Ownership.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = 1)
  void endsLikeAFreshNodeWhateverCameBefore(long salt) {
    long seed = Long.getLong("walk.seed", 0L) * 1000 + salt;
    Random random = new Random(seed);
    String start = shown();
    List<Integer> walked = new ArrayList<>();
    Intent last = Intent.NONE;
    for (int step = 0; step < 10; step++) {
      walked.add(random.nextInt(WalkStates.ALL.size()));
      last = WalkStates.ALL.get(walked.getLast());
      if (random.nextBoolean()) {
        pass(last); // and on before all of it has come
      } else {
        settle(last);
      }
    }
    settle(last);
    String walkedThere = likeFresh(shown());
    settle(Intent.NONE);
    assertThat(shown()).as("seed %d walked by %s, then nothing", seed, walked).isEqualTo(start);
    assertThat(journal.ownership()).isEqualTo(Ownership.NONE);

    fresh();
    settle(last);
    assertThat(walkedThere).as("seed %d walked by %s", seed, walked).isEqualTo(likeFresh(shown()));
  }

  /** Which director has which mark depends on who came first. */
  private static String likeFresh(String text) {
    return sorted(
        text.replaceAll("mark (& 0x[0-9a-f]+ )?[|] 0x(0000007|7)[0-9a-f]\\b", "mark | MARK")
            .replaceAll("0x(0000007|7)[0-9a-f]\\b", "MARK")
            .replaceAll("\\b77[0-9][0-9]\\b", "TABLE"));
  }

  private static String shown() {
    return sorted(TutorialNamespace.sh(SHOW));
  }

  private static String sorted(String text) {
    return text.lines().sorted().collect(Collectors.joining("\n"));
  }

  private PassResult pass(Intent intent) {
    PassResult result =
        new Pass(linux.kernel(), journal, new Planner(PlanOptions.DEFAULT), new DriftWatch())
            .run(intent, FREE, now);
    assertThat(result.report().undone()).isEmpty();
    return result;
  }

  /** Passes, over the end of every drain, until one changes nothing. */
  private void settle(Intent intent) {
    for (int i = 0; i < 8; i++) {
      now = now.plus(Duration.ofSeconds(61));
      if (pass(intent).report().applied().isEmpty()) {
        return;
      }
    }
    throw new AssertionError("no end of changes");
  }
}
