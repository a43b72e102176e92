package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.OwnedPart;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.SourcePorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** From what is wanted and what stands in the kernel to how the node shall be. */
public final class Planner {
  private final PlanOptions options;

  /** Makes a planner that uses these numbers. */
  public Planner(PlanOptions options) {
    this.options = options;
  }

  /**
   * {@return how the node shall be}
   *
   * @param intent what the custom resources want of it
   * @param observed what stands in its kernel
   * @param ownership what of that is ours although it carries no label
   * @param now the time
   */
  public Desired plan(Intent intent, Observed observed, Ownership ownership, Instant now) {
    DesiredDraft draft = new DesiredDraft(SourcePorts.own(observed.localPorts()), options.own());
    DirectorRole director = new DirectorRole(observed, ownership, now, draft);
    intent.directed().forEach(director::plan);
    director.retire(
        intent.directed().stream()
            .flatMap(service -> service.ports().stream().map(service::key))
            .collect(Collectors.toSet()));
    for (DirectedService service : intent.directed()) {
      SourcePortUse.remark(service, observed, draft.sourcePorts)
          .ifPresent(remark -> draft.outcomes.putIfAbsent(service.name(), remark));
    }
    new Ipv6Forwarding(observed, ownership).plan(draft);
    KernelOptions.plan(intent.ipvs(), observed, ownership, draft);
    for (HostedPart part : intent.hosted()) {
      draft.parts.add(remembering(part, intent, ownership, draft));
      EarlierPorts.of(part, ownership.parts().get(part.ref()), now)
          .ifPresent(earlier -> draft.earlierPorts.put(part.ref(), earlier));
    }
    Leaving leaving = new Leaving(intent, ownership, now);
    for (OwnedPart owned : leaving.stay()) {
      draft.parts.add(owned.part());
      draft.leaving.add(owned.part().ref());
      if (!leaving.isNeeded(owned)) {
        draft.partOutcomes.put(owned.part().ref(), withdrawn());
      }
    }
    leaving
        .givenUp()
        .forEach((part, senders) -> draft.givenUp.put(part.ref(), new TreeSet<>(senders)));
    Lingering lingering = new Lingering(intent, observed, ownership, now, draft);
    new RealServerRole(observed, ownership, options, lingering, draft).plan();
    ClosedVips.plan(intent, draft);
    return draft.finish();
  }

  /**
   * A director that says nothing, because its LvsNode was deleted or is not written yet, is where
   * it was, also if it has lost its label since: silence is no reason to take a way back away. One
   * that is no director any more, and can read that its packets are taken, is taken out of the
   * report first.
   */
  private static HostedPart remembering(
      HostedPart part, Intent intent, Ownership ownership, DesiredDraft draft) {
    OwnedPart owned = ownership.parts().get(part.ref());
    if (owned == null) {
      return part;
    }
    List<DirectorPeer> before = owned.part().directors();
    Set<String> named =
        part.directors().stream().map(DirectorPeer::node).collect(Collectors.toSet());
    List<DirectorPeer> directors = new ArrayList<>();
    part.directors().forEach(director -> directors.add(director.orAsKnown(before)));
    before.stream()
        .filter(director -> !named.contains(director.node()))
        .filter(director -> intent.silent().contains(director.node()))
        .forEach(directors::add);
    before.stream()
        .filter(director -> !named.contains(director.node()))
        .filter(director -> !intent.silent().contains(director.node()))
        .filter(director -> intent.told().promises(part.ref(), director.node()))
        .forEach(
            director -> {
              directors.add(director);
              draft.withdraw(part, director);
            });
    directors.sort(Comparator.comparing(DirectorPeer::node));
    return part.withDirectors(directors);
  }

  private static Outcome withdrawn() {
    return Outcome.waiting("Leaving", "goes when this node's report no longer has it");
  }
}
