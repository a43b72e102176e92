package io.lvsoperator.plan;

import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.OwnedPart;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PartKey;
import io.lvsoperator.model.ServiceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The parts of a real server that nobody wants any more. Each stays as long as some director still
 * has it in its kernel, or may act on this node's last report; or until that has taken too long.
 */
final class Leaving {
  /** After its drain timeout a director that does not report is waited for so much longer. */
  static final Duration LET_GO = Duration.ofSeconds(30);

  /** A place where the packets of one VIP arrive, whatever the mode. */
  private record Seat(ServiceRef service, IpAddress vip, IpAddress address) {
    static Seat of(HostedPart part) {
      PartKey key = part.key();
      return new Seat(part.service(), key.vip(), key.address());
    }
  }

  private final Intent intent;
  private final Instant now;
  private final List<OwnedPart> unwanted;
  private final Set<Seat> taken;
  private final Set<PartKey> kept;

  Leaving(Intent intent, Ownership ownership, Instant now) {
    this.intent = intent;
    this.now = now;
    Set<Ownership.PartRef> wanted =
        intent.hosted().stream().map(HostedPart::ref).collect(Collectors.toSet());
    unwanted =
        ownership.parts().values().stream()
            .filter(owned -> !wanted.contains(owned.part().ref()))
            .sorted(Comparator.comparing(owned -> owned.part().ref().toString()))
            .toList();
    taken = intent.hosted().stream().map(Seat::of).collect(Collectors.toSet());
    kept = intent.hosted().stream().map(HostedPart::key).collect(Collectors.toSet());
  }

  /** {@return the time for which connections that were made the earlier way may need it} */
  static Duration patienceOfReplaced(HostedPart part) {
    return part.drainTimeout().plus(WayChange.PATIENCE);
  }

  /** {@return those that stay for now} */
  List<OwnedPart> stay() {
    return unwanted.stream().filter(owned -> isNeeded(owned) || isPromised(owned)).toList();
  }

  /** {@return those that go although directors may still need them, and which directors} */
  Map<HostedPart, Set<String>> givenUp() {
    return unwanted.stream()
        .filter(owned -> !isNeeded(owned))
        .map(OwnedPart::part)
        .filter(part -> !senders(part).isEmpty())
        .collect(Collectors.toMap(Function.identity(), this::senders));
  }

  /**
   * {@return whether a part stays because a director needs it} Where another part takes its place,
   * because the service changes its mode, it stays for connections that were made before too, and
   * as long as a director knows of the change and waits with it. One whose director says that it is
   * none any more may have another that nobody has heard of.
   */
  boolean isNeeded(OwnedPart owned) {
    PartKey key = owned.part().key();
    boolean replaced = isReplaced(owned.part());
    Instant since = owned.leavingSince().orElse(now);
    boolean may = !senders(owned.part()).isEmpty() || intent.mayHaveAnotherDirector(owned.part());
    return may && now.isBefore(since.plus(patience(owned.part())).plus(LET_GO))
        || replaced
            && intent.busyTowards().stream().filter(u -> u.needs(key)).anyMatch(Intent.Use::aware)
        || replaced && now.isBefore(since.plus(owned.part().drainTimeout()));
  }

  private Set<String> senders(HostedPart part) {
    return isReplaced(part) ? intent.senders(part) : intent.sendersToVip(part);
  }

  private boolean isReplaced(HostedPart part) {
    return taken.contains(Seat.of(part));
  }

  private Duration patience(HostedPart part) {
    return isReplaced(part) ? patienceOfReplaced(part) : part.drainTimeout();
  }

  /**
   * A director may act at any moment on what this node has reported last. So a part is taken out of
   * the report first and goes when others can read that. Where the report cannot tell, for want of
   * room or because another service's part of the same name stays, there is an end.
   */
  private boolean isPromised(OwnedPart owned) {
    Instant since = owned.leavingSince().orElse(now);
    Duration longest = patience(owned.part()).plus(LET_GO).plus(LET_GO);
    Ownership.PartRef ref = owned.part().ref();
    boolean itself = intent.told().names(ref) && !kept.contains(ref.key());
    return intent.told().promises(ref) && (itself || now.isBefore(since.plus(longest)));
  }
}
