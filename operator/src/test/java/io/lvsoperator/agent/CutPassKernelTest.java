package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.journal.Journal;
import io.lvsoperator.journal.JournalHeader;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.kernel.Addresses;
import io.lvsoperator.kernel.Answer;
import io.lvsoperator.kernel.Ipvs;
import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.linux.LinuxKernel;
import io.lvsoperator.linux.TutorialNamespace;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.DestinationState;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.netlink.KernelTest;
import io.lvsoperator.plan.PlanOptions;
import io.lvsoperator.plan.Planner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * As {@link CutPassTest}, which dies at every place, on the real kernel: here at every other one,
 * also between two changes of a batch.
 */
@KernelTest
class CutPassKernelTest {
  private static final List<Intent> INTENTS = Cluster.intents();
  private static final List<Sysctl> SYSCTLS =
      List.of(
          Sysctl.VS_CONNTRACK,
          Sysctl.forwarding("eth0"),
          Sysctl.sendRedirects("eth0"),
          Sysctl.sendRedirects("all"));
  private static final String TEXT =
      "ip -4 -o addr; ip rule; ip -4 route show table all; ipvsadm -Sn; nft list ruleset;"
          + " sysctl -a -r 'net.ipv4.(conf.*(forwarding|redirects)|vs.conntrack|ip_forward)'";

  @TempDir private Path directory;

  private TutorialNamespace namespace;
  private LinuxKernel linux;
  private JournalStore journal;
  private Instant now = Cluster.NOW;

  /** The process dies here. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** So many steps until the process dies. */
  private static final class Life {
    private int left;

    Life(int steps) {
      left = steps;
    }

    void step() {
      if (left-- == 0) {
        throw new Death();
      }
    }

    /** Lets as many changes of a batch reach the kernel as there are steps left. */
    <C extends Change> List<Answer> apply(
        List<? extends C> changes, Function<List<? extends C>, List<Answer>> port) {
      if (left < changes.size()) {
        if (left > 0) {
          port.apply(changes.subList(0, left));
        }
        throw new Death();
      }
      left -= changes.size();
      return port.apply(changes);
    }
  }

  /** ipvs that takes batches until the process dies within one. */
  private record MortalIpvs(Ipvs whole, Life life) implements Ipvs {
    @Override
    public boolean loaded() {
      return whole.loaded();
    }

    @Override
    public List<VirtualServer> servers() {
      return whole.servers();
    }

    @Override
    public List<DestinationState> destinations(VirtualServerKey server) {
      return whole.destinations(server);
    }

    @Override
    public List<Answer> apply(List<? extends Change.OfIpvs> changes) {
      return life.<Change.OfIpvs>apply(changes, whole::apply);
    }

    @Override
    public Map<IpvsTimeout, Integer> timeouts() {
      return whole.timeouts();
    }

    @Override
    public void set(Map<IpvsTimeout, Integer> seconds) {
      whole.set(seconds);
    }
  }

  /** Addresses of the same kind. */
  private record MortalAddresses(Addresses whole, Life life) implements Addresses {
    @Override
    public List<LinkAddress> addresses() {
      return whole.addresses();
    }

    @Override
    public boolean keepsProtocol() {
      return whole.keepsProtocol();
    }

    @Override
    public List<Answer> apply(List<? extends Change.OfAddresses> changes) {
      return life.<Change.OfAddresses>apply(changes, whole::apply);
    }
  }

  private static Kernel mortal(Kernel whole, Life life) {
    return new Kernel(
        new MortalIpvs(whole.ipvs(), life),
        whole.links(),
        whole.fouPorts(),
        new MortalAddresses(whole.addresses(), life),
        whole.routes(),
        whole.sysctls(),
        whole.packetTable(),
        whole.announcements(),
        whole.sockets());
  }

  /** Dies before a change of the kernel that is noted already, or after one that is not yet. */
  private record MortalJournal(Journal journal, Life life) implements Journal {

    @Override
    public Ownership ownership() {
      return journal.ownership();
    }

    @Override
    public void before(List<Change> changes) {
      journal.before(changes);
      life.step();
    }

    @Override
    public void after(List<Change> done, List<Change> refused) {
      life.step();
      journal.after(done, refused);
    }
  }

  @BeforeEach
  void start() {
    namespace = new TutorialNamespace();
    TutorialNamespace.sh("ip addr add " + Cluster.RS01 + "/16 dev eth0");
    open();
  }

  @AfterEach
  void end() {
    linux.close();
    namespace.close();
  }

  @ParameterizedTest
  @CsvSource({"0, 3, 0", "3, 2, 1"})
  void theNextPassConvergesAndDeletesNothingThatIsWanted(int from, int to, int first) {
    settle(Intent.NONE);
    String before = TutorialNamespace.sh(TEXT);
    String fresh = settle(INTENTS.get(to));
    int steps = first;
    while (diesAt(steps, INTENTS.get(from), INTENTS.get(to))) {
      restart();
      PassResult next = pass(linux.kernel(), journal, INTENTS.get(to));
      assertThat(next.report().undone()).isEmpty();
      assertThat(next.report().applied())
          .as("after death at step %d", steps)
          .noneMatch(change -> CutPassTest.deletesWanted(next.desired(), change));
      assertThat(settle(INTENTS.get(to))).as("after death at step %d", steps).isEqualTo(fresh);
      steps += 2;
    }
    assertThat(steps).as("places to die at").isGreaterThan(10);
    settle(Intent.NONE);
    assertThat(TutorialNamespace.sh(TEXT)).isEqualTo(before);
    assertThat(journal.ownership()).isEqualTo(Ownership.NONE);
  }

  private boolean diesAt(int steps, Intent from, Intent to) {
    settle(from);
    try {
      Life life = new Life(steps);
      pass(mortal(linux.kernel(), life), new MortalJournal(journal, life), to);
      return false;
    } catch (Death e) {
      return true;
    }
  }

  private void open() {
    journal = JournalStore.open(directory, JournalHeader.of("boot", "net"));
    linux = LinuxKernel.open(journal);
  }

  /** What a new agent process knows: the kernel and the journal, and nothing else. */
  private void restart() {
    linux.close();
    open();
  }

  private PassResult pass(Kernel kernel, Journal through, Intent intent) {
    return new Pass(kernel, through, new Planner(PlanOptions.DEFAULT), new DriftWatch())
        .run(intent, Cluster.FREE, now);
  }

  /** Passes, over the end of every drain, until one changes nothing; {@return what stands then} */
  private String settle(Intent intent) {
    for (int i = 0; i < 6; i++) {
      now = now.plus(Duration.ofSeconds(61));
      PassResult result = pass(linux.kernel(), journal, intent);
      assertThat(result.report().undone()).isEmpty();
      if (result.report().applied().isEmpty()) {
        return text(result.observed());
      }
    }
    throw new AssertionError("no end of changes");
  }

  private String text(Observed observed) {
    Stream<String> sysctls =
        SYSCTLS.stream().map(s -> s + "=" + linux.kernel().sysctls().read(s).orElse("(absent)"));
    return Stream.of(
            observed.virtualServers().stream().map(Object::toString),
            observed.addresses().stream().map(Object::toString),
            observed.routes().stream().map(Object::toString),
            observed.rules().stream().map(Object::toString),
            Stream.of(observed.packetTable().toString()),
            sysctls)
        .flatMap(lines -> lines)
        .sorted()
        .collect(Collectors.joining("\n"));
  }
}
