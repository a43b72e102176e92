package io.lvsoperator.mutated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.lvsoperator.journal.Ledger;
import io.lvsoperator.kernel.ChangeApplier;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.plan.Desired;
import io.lvsoperator.plan.DesiredServer;
import io.lvsoperator.plan.Diff;
import io.lvsoperator.plan.Outcome;
import io.lvsoperator.plan.PlanOptions;
import io.lvsoperator.plan.Planner;
import io.lvsoperator.translate.ServiceVerdict;
import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.Translation;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.policy.Finding;
import io.lvsoperator.translate.policy.Verdict;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand broken objects beside a good service, as an agent meets them whose API server let
 * them through: none ends a pass, none is programmed by half, each refusal tells its reason, and
 * the good service is served all the same.
 */
class MutatedObjectsTest {
  private static final int COUNT = Integer.getInteger("mutated.count", 10_000);
  private static final long SEED = Long.getLong("mutated.seed", 20261122);
  private static final ServiceRef SUBJECT = new ServiceRef("shop", "subject");
  private static final ServiceRef WITNESS = new ServiceRef("witness", "good");
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /** The tutorial's machines, and a witness with a group and a director of its own. */
  private static final List<HasMetadata> OTHERS =
      Stream.of(
              Thing.group("default"),
              Thing.realServer("web", "10.23.122.152"),
              Thing.of("DirectorGroup", "witness")
                  .with("spec.nodeSelector", "{matchLabels: {director: 'witness'}}")
                  .with(
                      "spec.allow",
                      Thing.rule("vips: [10.23.30.0/24], realServers: [10.23.0.0/16]")),
              Thing.service("good")
                  .in("witness")
                  .with("spec.vip", "10.23.30.1")
                  .with("spec.directorGroupName", "witness"),
              Thing.service("other").with("spec.vip", "10.23.21.100"),
              Kernels.director("lb01"),
              Kernels.director("lb02").with("metadata.labels", "{director: 'witness'}"),
              Kernels.node("rs01"),
              Kernels.node("rs02"),
              Kernels.report("lb01"),
              Kernels.report("lb02"),
              Kernels.report("rs01"),
              Kernels.report("rs02"))
          .<HasMetadata>map(Thing::object)
          .toList();

  private final Map<String, Integer> seen = new TreeMap<>();

  @Test
  void everyGoodObjectIsAccepted() {
    for (int i = 0; i < Mutator.kinds(); i++) {
      GenericKubernetesResource good = Mutator.good(i);
      Translation translation = Translator.translate(ClusterObjects.snapshot(cluster(good)));
      assertThat(verdicts(translation)).as(Mutator.text(good)).allMatch(Verdict::accepted);
    }
  }

  @Test
  void noBrokenObjectDoesHarm() {
    for (int i = 0; i < COUNT; i++) {
      GenericKubernetesResource object = Mutator.object(new Random(SEED + i));
      try {
        judge(object);
      } catch (RuntimeException | AssertionError e) {
        fail("object %d of seed %d: %s".formatted(i, SEED, Mutator.text(object)), e);
      }
    }
    assertThat(seen.keySet())
        .as("what became of them: " + seen)
        .contains("accepted", "Invalid", "UnsupportedValue", "NotAllowed", "programmed");
  }

  private void judge(GenericKubernetesResource object) {
    Translation translation = Translator.translate(ClusterObjects.snapshot(cluster(object)));
    verdicts(translation).forEach(this::judge);
    assertThat(translation.service(WITNESS).orElseThrow().verdict().accepted()).isTrue();
    for (String node : List.of("lb01", "lb02", "rs01")) {
      carryOut(translation, node);
    }
  }

  private void judge(Verdict verdict) {
    seen.merge(verdict.refusal().map(Finding.Refusal::reason).orElse("accepted"), 1, Integer::sum);
    verdict
        .refusal()
        .ifPresent(
            refusal -> {
              assertThat(refusal.reason()).matches("[A-Z][A-Za-z]+");
              assertThat(refusal.message()).as(refusal.reason()).matches("(?s).*\\S \\S.*");
              if (refusal.reason().equals("Invalid")) {
                assertThat(refusal.message()).contains("spec.");
              }
            });
  }

  private static Stream<Verdict> verdicts(Translation translation) {
    return Stream.of(
            translation.services().stream().map(ServiceVerdict::verdict),
            translation.realServers().stream().map(v -> v.verdict()),
            translation.groups().stream().map(v -> v.verdict()))
        .flatMap(all -> all);
  }

  private void carryOut(Translation translation, String node) {
    InMemoryKernel kernel = Kernels.of(node);
    Intent intent = translation.intentFor(node);
    Ownership ownership = Ownership.NONE;
    Desired desired = plan(intent, kernel, ownership);
    ChangeApplier applier = new ChangeApplier(kernel.kernel());
    for (Change planned : changes(intent, kernel, ownership, desired)) {
      Change change = applier.asOfNow(planned);
      ownership = Ledger.before(ownership, List.of(change), true);
      applier.apply(change);
      ownership = Ledger.after(ownership, ownership, List.of(change), List.of());
    }
    if (node.equals("lb02")) {
      assertThat(kernel.dump()).as("the witness").contains("-A -t 10.23.30.1:80");
    }
    intent.directed().stream()
        .filter(service -> service.name().equals(SUBJECT))
        .forEach(service -> isWholeOrNothing(desired, service.ports().size()));
  }

  private void isWholeOrNothing(Desired desired, int ports) {
    Outcome outcome = desired.outcomes().get(SUBJECT);
    List<DesiredServer> servers =
        desired.servers().stream().filter(s -> s.owner().equals(SUBJECT)).toList();
    boolean vip = desired.vips().stream().anyMatch(v -> v.service().equals(SUBJECT));
    if (outcome != null && outcome.blocking()) {
      seen.merge(outcome.reason(), 1, Integer::sum);
      assertThat(servers).as(outcome.toString()).isEmpty();
      assertThat(vip).as(outcome.toString()).isFalse();
    } else {
      seen.merge("programmed", 1, Integer::sum);
      assertThat(servers.stream().map(DesiredServer::port).distinct()).hasSize(ports);
      assertThat(vip).isTrue();
    }
  }

  private static Desired plan(Intent intent, InMemoryKernel kernel, Ownership ownership) {
    return new Planner(PlanOptions.DEFAULT).plan(intent, observe(intent, kernel), ownership, NOW);
  }

  private static Observed observe(Intent intent, InMemoryKernel kernel) {
    Map<IpAddress, ProbeResult> free = new HashMap<>();
    intent.directed().forEach(service -> free.put(service.vip(), new ProbeResult.Free()));
    return kernel.observe(free);
  }

  private static List<Change> changes(
      Intent intent, InMemoryKernel kernel, Ownership ownership, Desired desired) {
    Map<Sysctl, String> sysctls = new TreeMap<>(kernel.parameters);
    sysctls.keySet().retainAll(desired.sysctls().keySet());
    return Diff.diff(observe(intent, kernel), sysctls, ownership, desired, NOW);
  }

  /** With the object in place of the one of its name. */
  private static List<HasMetadata> cluster(HasMetadata object) {
    return Stream.concat(OTHERS.stream().filter(known -> !same(known, object)), Stream.of(object))
        .toList();
  }

  private static boolean same(HasMetadata a, HasMetadata b) {
    return a.getKind().equals(b.getKind())
        && ClusterObjects.reference(a).equals(ClusterObjects.reference(b));
  }
}
