package io.lvsoperator.plan;

import io.lvsoperator.model.Backend;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Forwarding;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PacketRule;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Way;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a director needs for a service's mode, and for another one while it changes: packet rules as
 * long as new connections take that way, kernel parameters as long as real servers still report
 * that they have it in place, for connections that were made before.
 */
final class ModeNeeds {
  private final DirectedService service;
  private final Set<String> links;
  private final Map<PortMapping, WayChange> changes;
  private final boolean translates;
  private final DesiredDraft draft;

  /**
   * Takes what is to be looked at.
   *
   * @param translates whether our packet rules have the kernel translate sources
   * @param draft where it is added
   */
  ModeNeeds(
      DirectedService service,
      Set<String> links,
      Map<PortMapping, WayChange> changes,
      boolean translates,
      DesiredDraft draft) {
    this.service = service;
    this.links = links;
    this.changes = changes;
    this.translates = translates;
    this.draft = draft;
  }

  /** {@return the modes for which real servers of this service have parts in place} */
  static Set<Mode> reported(DirectedService service) {
    Set<Mode> modes = EnumSet.noneOf(Mode.class);
    service.backends().stream()
        .map(Backend::inPlace)
        .flatMap(Optional::stream)
        .flatMap(Set::stream)
        .map(Way::mode)
        .forEach(modes::add);
    return modes;
  }

  /** {@return what is to be said of the changes of these virtual servers, if they change} */
  static Optional<WayChangeReport> report(DirectedService service, Collection<WayChange> changes) {
    List<WayChange.Standing> awaited = changes.stream().flatMap(c -> c.awaited().stream()).toList();
    Set<WayChange.Standing> old = new LinkedHashSet<>(awaited);
    changes.forEach(c -> old.addAll(c.old()));
    if (old.isEmpty()) {
      return Optional.empty();
    }
    Set<Way> from = old.stream().flatMap(s -> s.way().stream()).collect(Collectors.toSet());
    Set<ServiceRef> names =
        awaited.stream().map(s -> s.backend().name()).collect(Collectors.toSet());
    Forwarding forwarding = ModePlan.of(service).forwarding();
    return Way.of(forwarding, service.mode() == Mode.FULLNAT)
        .map(
            to ->
                new WayChangeReport(
                    from,
                    to,
                    names,
                    old.stream().mapToLong(s -> s.state().activeConnections()).sum()));
  }

  void add() {
    if (leaves(Mode.FULLNAT) || mayLeaveSources()) {
      draft.rule(new PacketRule.KeepSources());
    }
    Set<Mode> lasting = reported(service);
    changes.values().forEach(change -> lasting.addAll(change.meanwhile()));
    draft.changesWays |= changes.values().stream().anyMatch(ModeNeeds::needsOtherRulesFirst);
    // Those that mark packets as balanced come before those that mark them as to be balanced.
    for (Mode mode : List.of(Mode.DR, Mode.TUN, Mode.NAT, Mode.FULLNAT)) {
      draft.rulesAfter(rules(mode, WayChange::after));
      draft.rulesMeanwhile(earlierMarks(mode));
      draft.rulesMeanwhile(rules(mode, WayChange::meanwhile));
      if (lasting.contains(mode)) {
        draft.parametersOf(needs(mode, service.ports()));
      }
    }
  }

  private static boolean needsOtherRulesFirst(WayChange change) {
    return !change.meanwhile().equals(change.after())
        || change.earlier().stream().anyMatch(form -> form.mark().isPresent());
  }

  private DesiredDraft rules(Mode mode, Function<WayChange, Set<Mode>> modes) {
    List<PortMapping> marked = ports(modes, all -> all.contains(mode));
    List<PortMapping> ports =
        ports(modes, all -> all.contains(mode) && (sees(mode) || !seesOne(all)));
    DesiredDraft rules = ports.isEmpty() ? draft.blank() : needs(mode, ports);
    MarkedServices.mark(service.in(mode, marked), rules);
    return rules;
  }

  /** Another form finds its virtual server until this one has taken over. */
  private DesiredDraft earlierMarks(Mode mode) {
    List<PortMapping> earlier =
        changes.values().stream()
            .filter(change -> change.serving().contains(mode))
            .flatMap(change -> change.earlier().stream())
            .toList();
    DesiredDraft rules = draft.blank();
    MarkedServices.mark(service.in(mode, earlier), rules);
    return rules;
  }

  private List<PortMapping> ports(
      Function<WayChange, Set<Mode>> modes, Predicate<Set<Mode>> picked) {
    return service.ports().stream()
        .filter(port -> changes.containsKey(port) && picked.test(modes.apply(changes.get(port))))
        .toList();
  }

  /** Whether the director sees replies in this mode, and needs conntrack for them. */
  private static boolean sees(Mode mode) {
    return switch (mode) {
      case NAT, FULLNAT -> true;
      case DR, TUN -> false;
    };
  }

  /** Without conntrack NAT fails; with it the other modes fail only behind a strict firewall. */
  private static boolean seesOne(Set<Mode> modes) {
    return modes.stream().anyMatch(ModeNeeds::sees);
  }

  private DesiredDraft needs(Mode mode, List<PortMapping> ports) {
    DesiredDraft needs = draft.blank();
    DirectedService other = service.in(mode, ports);
    if (mode == Mode.FULLNAT && leaves(Mode.NAT)) {
      FullNatPlan.director(other, links, needs, true);
    } else if (!sees(mode) && leaves(Mode.FULLNAT)) {
      DirectRoutingPlan.untrackedBeginnings(other, needs);
    } else {
      ModePlan.of(other).director(other, links, needs);
    }
    return needs;
  }

  /** Whether connections of this mode may live although new ones shall take another way. */
  private boolean leaves(Mode mode) {
    return service.mode() != mode && reported(service).contains(mode);
  }

  /**
   * In NAT nothing but a rule without effect on others is left of FULLNAT, which harms nobody: it
   * also waits for real servers that report nothing, until there was a moment without connections.
   */
  private boolean mayLeaveSources() {
    return service.mode() == Mode.NAT
        && translates
        && service.backends().stream().anyMatch(b -> b.inPlace().isEmpty())
        && changes.values().stream().anyMatch(WayChange::isBusy);
  }
}
