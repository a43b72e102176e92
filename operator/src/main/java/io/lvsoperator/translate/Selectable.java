package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.LabelSelector;
import io.lvsoperator.translate.policy.ServiceCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The RealServers, found by their namespace and any one of their labels. */
final class Selectable {
  private final Map<String, List<RealServerVerdict>> byNamespace = new HashMap<>();
  private final Map<Label, List<RealServerVerdict>> byLabel = new HashMap<>();

  private record Label(String namespace, String key, String value) {}

  /** Indexes them; each look-up answers in this order. */
  Selectable(List<RealServerVerdict> servers) {
    for (RealServerVerdict server : servers) {
      String namespace = server.server().name().namespace();
      byNamespace.computeIfAbsent(namespace, _ -> new ArrayList<>()).add(server);
      server
          .server()
          .labels()
          .forEach(
              (key, value) ->
                  byLabel
                      .computeIfAbsent(new Label(namespace, key, value), _ -> new ArrayList<>())
                      .add(server));
    }
  }

  /** {@return those that this service selects} */
  List<RealServerVerdict> selectedBy(ServiceCase service) {
    return service.spec().realServerSelector().stream()
        .flatMap(selector -> candidates(service.service().name().namespace(), selector).stream())
        .filter(server -> service.selects(server.server()))
        .toList();
  }

  private List<RealServerVerdict> candidates(String namespace, LabelSelector selector) {
    return selector.matchLabels().entrySet().stream()
        .findFirst()
        .map(l -> byLabel.getOrDefault(new Label(namespace, l.getKey(), l.getValue()), List.of()))
        .orElseGet(() -> byNamespace.getOrDefault(namespace, List.of()));
  }
}
