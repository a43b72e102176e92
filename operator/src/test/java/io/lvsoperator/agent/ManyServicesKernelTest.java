package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.journal.Journal;
import io.lvsoperator.journal.JournalHeader;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.kernel.ChangeApplier;
import io.lvsoperator.kernel.Ipvs;
import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.linux.LinuxKernel;
import io.lvsoperator.linux.TutorialNamespace;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.netlink.KernelTest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand virtual servers with ten destinations each, from empty, beside {@code ipvsadm -R} of
 * the same, by an agent that has just started. It prints what took how long. Sizes: {@code
 * -Dmany.services=1000 -Dmany.destinations=10}.
 */
@KernelTest
class ManyServicesKernelTest {
  private static final int SERVICES = Integer.getInteger("many.services", 1000);
  private static final int DESTINATIONS = Integer.getInteger("many.destinations", 10);

  /** In a namespace of its own: destinations that were deleted a moment ago would slow it down. */
  private static final String RESTORE =
      """
      unshare -n sh -c '
      ip link set lo up
      ip link add eth0 type dummy
      ip addr add 10.23.21.184/16 dev eth0
      ip link set eth0 up
      a=$(date +%s%N)
      ipvsadm -R
      b=$(date +%s%N)
      echo $(((b - a) / 1000000))' \\
      """;

  @TempDir private Path directory;

  /** How long something took in all, in nanoseconds, and how often it was asked for. */
  private record Watch(AtomicLong nanos, AtomicLong calls) {
    Watch() {
      this(new AtomicLong(), new AtomicLong());
    }

    void since(long start) {
      nanos.addAndGet(System.nanoTime() - start);
      calls.incrementAndGet();
    }

    long millis() {
      return nanos.get() / 1_000_000;
    }
  }

  private record TimedJournal(Journal journal, Watch watch) implements Journal {
    @Override
    public Ownership ownership() {
      return journal.ownership();
    }

    @Override
    public void before(List<Change> changes) {
      long start = System.nanoTime();
      journal.before(changes);
      watch.since(start);
    }

    @Override
    public void after(List<Change> done, List<Change> refused) {
      long start = System.nanoTime();
      journal.after(done, refused);
      watch.since(start);
    }
  }

  /** The same ipvs, of which the changes are timed. */
  private static Ipvs timed(Ipvs ipvs, Watch watch) {
    return (Ipvs)
        Proxy.newProxyInstance(
            Ipvs.class.getClassLoader(),
            new Class<?>[] {Ipvs.class},
            (_, method, arguments) -> {
              long start = System.nanoTime();
              try {
                return method.invoke(ipvs, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                if (method.getName().equals("apply")) {
                  watch.since(start);
                }
              }
            });
  }

  private static List<Change> changes() {
    List<Change> servers = new ArrayList<>();
    List<Change> destinations = new ArrayList<>();
    for (int i = 0; i < SERVICES; i++) {
      IpAddress vip = address(16, i);
      var key = new VirtualServerKey.Endpoint(vip, Protocol.TCP, 80);
      servers.add(new Change.AddVirtualServer(VirtualServer.of(key, Scheduler.WRR)));
      for (int j = 0; j < DESTINATIONS; j++) {
        IpAddress server = address(64, (i * DESTINATIONS + j) % (100 * DESTINATIONS));
        destinations.add(
            new Change.AddDestination(
                key,
                new Destination(
                    new Destination.Key(server, 8080), new Forwarding.Masquerade(), 1, 0, 0)));
      }
    }
    servers.addAll(destinations);
    return servers;
  }

  private static IpAddress address(int from, int i) {
    return IpAddress.parse("10.23." + (from + i / 250) + "." + (1 + i % 250));
  }

  @Test
  void areProgrammedSoonerThanIpvsadmRestoresThem() throws Exception {
    Path saved = directory.resolve("saved");
    List<Change> changes = changes();
    Watch ipvs = new Watch();
    Watch journal = new Watch();
    try (TutorialNamespace _ = new TutorialNamespace()) {
      JournalStore store = JournalStore.open(directory, JournalHeader.of("boot", "net"));
      try (LinuxKernel linux = LinuxKernel.open(store)) {
        Kernel kernel = timed(linux.kernel(), ipvs);
        kernel.ipvs().virtualServers(); // the module is there
        long start = System.nanoTime();
        Report report =
            new Execution(
                    new ChangeApplier(kernel),
                    new TimedJournal(store, journal),
                    DriftWatch.Verdict.NONE)
                .carryOut(changes);
        long ours = (System.nanoTime() - start) / 1_000_000;
        assertThat(report.undone()).isEmpty();
        TutorialNamespace.sh("ipvsadm -Sn >" + saved);
        assertThat(Files.readAllLines(saved)).hasSize(SERVICES * (1 + DESTINATIONS));
        long theirs = Long.parseLong(TutorialNamespace.sh(RESTORE + "<" + saved));
        System.out.printf(
            "%d x %d: %d ms (ipvs %d ms in %d runs, journal %d ms in %d writes of %d kB at most),"
                + " ipvsadm -R %d ms%n",
            SERVICES,
            DESTINATIONS,
            ours,
            ipvs.millis(),
            ipvs.calls().get(),
            journal.millis(),
            journal.calls().get(),
            Files.size(store.path()) / 1000,
            theirs);
        drains(kernel, store);
        assertThat(ours).as("ours, beside ipvsadm -R").isLessThan(theirs);
      }
    }
  }

  /** One drain after the other: each is noted, and the journal lists those before it. */
  private static void drains(Kernel kernel, JournalStore store) {
    List<Change> drains =
        changes().stream()
            .filter(Change.AddDestination.class::isInstance)
            .map(Change.AddDestination.class::cast)
            .<Change>map(
                c ->
                    new Change.DrainDestination(
                        c.server(), c.destination().withWeight(0), Cluster.NOW))
            .toList();
    Watch one = new Watch();
    for (Change drain : drains.subList(0, 100)) {
      one(kernel, store, List.of(drain), one);
    }
    Watch all = new Watch();
    one(kernel, store, drains.subList(100, drains.size()), all);
    Watch last = new Watch();
    for (Change drain : drains.subList(0, 20)) {
      var again = (Change.DrainDestination) drain;
      one(
          kernel,
          store,
          List.of(
              new Change.DrainDestination(
                  again.server(), again.destination(), again.since().plusSeconds(1))),
          last);
    }
    System.out.printf(
        "a drain: %.1f ms while few drain; %d drains at once: %d ms, journal %s; one more: %.1f ms%n",
        one.millis() / 100.0,
        drains.size() - 100,
        all.millis(),
        store.path().toFile().length() / 1000 + " kB",
        last.millis() / 20.0);
  }

  private static void one(Kernel kernel, JournalStore store, List<Change> run, Watch watch) {
    TimedJournal timed = new TimedJournal(store, watch);
    assertThat(
            new Execution(new ChangeApplier(kernel), timed, DriftWatch.Verdict.NONE)
                .carryOut(run)
                .complete())
        .isTrue();
  }

  private static Kernel timed(Kernel kernel, Watch watch) {
    return new Kernel(
        timed(kernel.ipvs(), watch),
        kernel.links(),
        kernel.fouPorts(),
        kernel.addresses(),
        kernel.routes(),
        kernel.sysctls(),
        kernel.packetTable(),
        kernel.announcements(),
        kernel.sockets());
  }
}
