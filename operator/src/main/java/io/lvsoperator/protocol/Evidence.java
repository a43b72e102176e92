package io.lvsoperator.protocol;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.Backend;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.model.Way;
import java.util.HashMap;
import java.util.Map;

/** What a director knows of its real servers, by what it has asked and what was answered. */
final class Evidence {
  private final Map<String, DirectorMemory> asked;
  private final String self;
  private final Map<String, Eligibility> own;
  private final boolean silent;
  private final KnownAttachments known;

  Evidence(
      Map<String, DirectorMemory> asked,
      String self,
      Map<String, Eligibility> own,
      boolean silent) {
    this.silent = silent;
    this.asked = asked;
    this.self = self;
    this.own = own;
    known = new KnownAttachments(asked);
  }

  /** {@return the service with what is known of each of its real servers} */
  DirectedService of(DirectedService service) {
    return service.withBackends(
        service.backends().stream().map(backend -> of(service, backend)).toList());
  }

  private Backend of(DirectedService service, Backend backend) {
    return backend.node().map(node -> of(service, backend, node)).orElse(backend);
  }

  private Backend of(DirectedService service, Backend backend, String node) {
    Attachment wanted = known.wanted(node, service, backend);
    Map<Way, Eligibility> ways = new HashMap<>();
    for (Attachment one : known.at(node, service, backend)) {
      ways.merge(one.way(), of(node, one), Evidence::better);
    }
    Eligibility itself = of(node, wanted);
    // Where the node refuses what is new, what it has for the same way goes on, and takes nobody
    // in.
    boolean goesOn =
        itself == Eligibility.NOT_IN_PLACE && ways.get(wanted.way()) == Eligibility.IN_PLACE;
    return backend.with(goesOn ? Eligibility.UNKNOWN : itself, ways);
  }

  private Eligibility of(String node, Attachment one) {
    if (!one.isAsked()) {
      return Eligibility.IN_PLACE;
    }
    if (node.equals(self)) {
      return own.getOrDefault(one.id(), Eligibility.UNKNOWN);
    }
    return silent
        ? Eligibility.NOT_IN_PLACE
        : asked.getOrDefault(node, DirectorMemory.NOTHING).eligibility(one.id());
  }

  private static Eligibility better(Eligibility one, Eligibility other) {
    if (one == Eligibility.IN_PLACE || other == Eligibility.IN_PLACE) {
      return Eligibility.IN_PLACE;
    }
    return one == other ? one : Eligibility.UNKNOWN;
  }
}
