package io.lvsoperator.plan;

import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.SourcePorts;
import java.time.Instant;
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
    draft.parts.addAll(intent.hosted());
    new RealServerRole(observed, ownership, options, draft).plan();
    ClosedVips.plan(intent, draft);
    return draft.finish();
  }
}
