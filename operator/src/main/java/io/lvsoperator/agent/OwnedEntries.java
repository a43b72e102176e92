package io.lvsoperator.agent;

import io.lvsoperator.journal.Owners;
import io.lvsoperator.model.Backend;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.VirtualServerState;
import io.lvsoperator.plan.DesiredServer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Names the owner of each entry of ours that stands, for {@code show}. */
final class OwnedEntries {
  private final PassResult result;

  OwnedEntries(PassResult result) {
    this.result = result;
  }

  /** Writes the owners where they have changed; what is on its way out keeps its last owner. */
  void write(Owners owners) {
    Map<String, String> current = new TreeMap<>();
    Map<String, Map<IpAddress, String>> realServers = realServers();
    for (DesiredServer server : result.desired().servers()) {
      String key = server.server().key().option();
      String service = server.owner().toString();
      current.put(key, service);
      result.observed().virtualServer(server.server().key()).stream()
          .map(VirtualServerState::destinations)
          .flatMap(destinations -> destinations.stream())
          .map(state -> state.destination().key())
          .forEach(
              destination -> {
                String entry = key + " -r " + destination;
                Optional.ofNullable(realServers.get(service).get(destination.address()))
                    .or(() -> owners.of(entry))
                    .ifPresent(owner -> current.put(entry, owner));
              });
    }
    result
        .desired()
        .vips()
        .forEach(
            vip ->
                current.merge(vip.vip().toString(), vip.service().toString(), OwnedEntries::both));
    result
        .desired()
        .parts()
        .forEach(part -> current.merge(part(part), part.service().toString(), OwnedEntries::both));
    owners.write(current);
  }

  private Map<String, Map<IpAddress, String>> realServers() {
    Map<String, Map<IpAddress, String>> names = new HashMap<>();
    for (DirectedService service : result.intent().directed()) {
      names.put(
          service.name().toString(),
          service.backends().stream()
              .collect(Collectors.toMap(Backend::address, b -> b.name().toString(), (a, b) -> a)));
    }
    return names;
  }

  private static String part(HostedPart part) {
    return part.vip() + " at " + part.address();
  }

  private static String both(String a, String b) {
    return a.equals(b) ? a : a + ", " + b;
  }
}
