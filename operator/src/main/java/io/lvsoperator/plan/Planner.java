package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.OwnedPart;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PartKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** From what is wanted and what stands in the kernel to how the node shall be. */
public final class Planner {
  /** After its drain timeout a director that does not report is waited for so much longer. */
  static final Duration LET_GO = Duration.ofSeconds(30);

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
    DesiredDraft draft = new DesiredDraft();
    DirectorRole director = new DirectorRole(observed, ownership, now, draft);
    intent.directed().forEach(director::plan);
    director.retire(
        intent.directed().stream()
            .flatMap(service -> service.ports().stream().map(service::key))
            .collect(Collectors.toSet()));
    for (DirectedService service : intent.directed()) {
      SourcePortUse.remark(service, observed)
          .ifPresent(remark -> draft.outcomes.putIfAbsent(service.name(), remark));
    }
    new Ipv6Forwarding(observed, ownership).plan(draft);
    KernelOptions.plan(intent.ipvs(), observed, ownership, draft);
    for (HostedPart part : intent.hosted()) {
      draft.parts.add(remembering(part, intent, ownership, draft));
      EarlierPorts.of(part, ownership.parts().get(part.ref()), now)
          .ifPresent(earlier -> draft.earlierPorts.put(part.ref(), earlier));
    }
    for (OwnedPart leaving : leaving(intent, ownership, now)) {
      draft.parts.add(leaving.part());
      draft.leaving.add(leaving.part().ref());
      if (!isNeeded(intent, leaving, now)) {
        draft.partOutcomes.put(leaving.part().ref(), withdrawn());
      }
    }
    ownership.parts().values().stream()
        .filter(owned -> !isWanted(intent, owned) && !isNeeded(intent, owned, now))
        .filter(owned -> intent.mayNeed(owned.part()))
        .forEach(o -> draft.givenUp.put(o.part().ref(), new TreeSet<>(intent.senders(o.part()))));
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

  /** Parts that nobody wants any more, but that some director still has in its kernel. */
  private static List<OwnedPart> leaving(Intent intent, Ownership ownership, Instant now) {
    List<OwnedPart> leaving = new ArrayList<>();
    for (OwnedPart owned : ownership.parts().values()) {
      boolean stays = isNeeded(intent, owned, now) || isPromised(intent, owned, now);
      if (!isWanted(intent, owned) && stays) {
        leaving.add(owned);
      }
    }
    leaving.sort(Comparator.comparing(o -> o.part().ref().toString()));
    return leaving;
  }

  private static boolean isWanted(Intent intent, OwnedPart owned) {
    return intent.hosted().stream().map(HostedPart::ref).anyMatch(owned.part().ref()::equals);
  }

  /**
   * A part that nobody wants any more stays while a director needs it. Where another part takes its
   * place, because the service changes its mode, it stays for connections that were made before
   * too, and as long as a director knows of the change and waits with it. One whose director says
   * that it is none any more may have another that nobody has heard of.
   */
  private static boolean isNeeded(Intent intent, OwnedPart owned, Instant now) {
    PartKey key = owned.part().key();
    Duration drain = owned.part().drainTimeout();
    boolean replaced = isReplaced(intent, owned);
    Duration patience = patience(intent, owned);
    Instant since = owned.leavingSince().orElse(now);
    List<Intent.Use> needing = intent.busyTowards().stream().filter(u -> u.needs(key)).toList();
    boolean may = intent.mayNeed(owned.part()) || intent.mayHaveAnotherDirector(owned.part());
    return may && now.isBefore(since.plus(patience).plus(LET_GO))
        || replaced && needing.stream().anyMatch(Intent.Use::aware)
        || replaced && now.isBefore(since.plus(drain));
  }

  private static boolean isReplaced(Intent intent, OwnedPart owned) {
    PartKey key = owned.part().key();
    return intent.hosted().stream()
        .filter(h -> h.service().equals(owned.part().service()))
        .map(HostedPart::key)
        .anyMatch(k -> k.vip().equals(key.vip()) && k.address().equals(key.address()));
  }

  private static Duration patience(Intent intent, OwnedPart owned) {
    Duration drain = owned.part().drainTimeout();
    return isReplaced(intent, owned) ? drain.plus(WayChange.PATIENCE) : drain;
  }

  /**
   * A director may act at any moment on what this node has reported last. So a part is taken out of
   * the report first and goes when others can read that, or when that takes too long.
   */
  private static boolean isPromised(Intent intent, OwnedPart owned, Instant now) {
    Instant since = owned.leavingSince().orElse(now);
    Duration longest = patience(intent, owned).plus(LET_GO).plus(LET_GO);
    return intent.told().promises(owned.part().ref()) && now.isBefore(since.plus(longest));
  }

  private static Outcome withdrawn() {
    return Outcome.waiting("Leaving", "goes when this node's report no longer has it");
  }
}
