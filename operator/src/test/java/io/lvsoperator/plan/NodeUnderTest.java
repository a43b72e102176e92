package io.lvsoperator.plan;

import io.lvsoperator.journal.Ledger;
import io.lvsoperator.kernel.ChangeApplier;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.IpvsOptions;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A node with an in-memory kernel, a journal in memory and a clock, on which a test runs passes.
 */
final class NodeUnderTest {
  final InMemoryKernel kernel;
  final Map<IpAddress, ProbeResult> probes = new HashMap<>();
  Ownership ownership = Ownership.NONE;
  Intent intent = Intent.NONE;
  Instant now = Instant.parse("2026-11-22T12:00:00Z");
  Desired desired;

  NodeUnderTest(InMemoryKernel kernel) {
    this.kernel = kernel;
    probes.put(Tutorial.VIP, new ProbeResult.Free());
    probes.put(Tutorial.VIP_6, new ProbeResult.Free());
  }

  NodeUnderTest directs(DirectedService... services) {
    intent = intent.with(List.of(services), intent.hosted());
    return this;
  }

  NodeUnderTest hosts(HostedPart... parts) {
    intent = intent.with(intent.directed(), List.of(parts));
    return this;
  }

  NodeUnderTest set(IpvsOptions ipvs) {
    intent =
        new Intent(intent.directed(), intent.waiting(), intent.hosted(), ipvs, intent.openVips());
    return this;
  }

  NodeUnderTest open(IpAddress... vips) {
    intent =
        new Intent(
            intent.directed(), intent.waiting(), intent.hosted(), intent.ipvs(), Set.of(vips));
    return this;
  }

  NodeUnderTest later(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  /** How an address of ours is added, as a command. */
  String commandThatAdds(String link, String subnet) {
    return new Change.AddAddress(new LinkAddress(link, Subnet.parse(subnet), Ownership.PROTOCOL))
        .command();
  }

  /** How an address of ours is announced, as a command. */
  String commandThatAnnounces(String link, String address) {
    return new Change.Announce(link, IpAddress.parse(address)).command();
  }

  /** What a pass would do now. */
  List<Change> changes() {
    Observed observed = kernel.observe(probes);
    desired = new Planner(PlanOptions.DEFAULT).plan(intent, observed, ownership, now);
    return Diff.diff(observed, sysctls(), ownership, desired, now);
  }

  private Map<Sysctl, String> sysctls() {
    Map<Sysctl, String> values = new TreeMap<>(kernel.parameters);
    values.keySet().removeIf(s -> !wanted(s));
    return values;
  }

  private boolean wanted(Sysctl sysctl) {
    return desired.sysctls().containsKey(sysctl) || ownership.sysctls().containsKey(sysctl);
  }

  /** One whole pass; {@return its commands} */
  List<String> pass() {
    return pass(Integer.MAX_VALUE);
  }

  /** A pass that is cut after so many changes; {@return the commands that were carried out} */
  List<String> pass(int most) {
    List<Change> changes = changes();
    List<Change> done = changes.subList(0, Math.min(most, changes.size()));
    ChangeApplier applier = new ChangeApplier(kernel.kernel());
    for (Change planned : done) {
      Change change = applier.asOfNow(planned);
      ownership = Ledger.before(ownership, List.of(change), true);
      applier.apply(change);
      ownership = Ledger.after(ownership, ownership, List.of(change), List.of());
    }
    return done.stream().flatMap(c -> c.command().lines()).toList();
  }

  Standing standing() {
    Observed observed = kernel.observe(probes);
    Desired now = new Planner(PlanOptions.DEFAULT).plan(intent, observed, ownership, this.now);
    Map<Sysctl, String> values = new TreeMap<>(kernel.parameters);
    return Standing.of(observed, values, ownership, now);
  }

  String ipvs() {
    return kernel.dump().lines().filter(l -> l.startsWith("-")).collect(Collectors.joining("\n"));
  }
}
