package io.lvsoperator.cli;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.protocol.Request;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which directors may still send packets to this node, for which VIPs. Pure.
 *
 * @param vips the VIPs by director
 */
record Senders(SortedMap<String, SortedSet<IpAddress>> vips) {

  /**
   * {@return who may send}
   *
   * @param requests what directors ask of this node
   * @param self this node, whose own part as a director goes with the rest
   */
  static Senders of(Collection<Request> requests, Optional<String> self) {
    SortedMap<String, SortedSet<IpAddress>> vips = new TreeMap<>();
    for (Request request : requests) {
      if (!self.equals(Optional.of(request.director())) && !request.attachments().isEmpty()) {
        vips.computeIfAbsent(request.director(), _ -> new TreeSet<>())
            .addAll(request.attachments().stream().map(Attachment::vip).toList());
      }
    }
    return new Senders(vips);
  }

  boolean nobody() {
    return vips.isEmpty();
  }

  /**
   * {@return who sends, why that matters, and what to do}
   *
   * @param source where that is known from
   * @param node this node's name, as far as it is known
   */
  String sentence(String source, Optional<String> node) {
    String directors =
        vips.entrySet().stream()
            .map(
                e ->
                    "%s (%s)"
                        .formatted(
                            e.getKey(),
                            e.getValue().stream()
                                .map(IpAddress::toString)
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining(", "));
    return ("by %s, directors may still send packets here: %s; with this node's part gone, those would"
            + " go back and forth between it and the director, or their answers astray. Take its"
            + " RealServers out of service (kubectl annotate node %s"
            + " lvsoperator.io/state=OutOfService), wait until the directors ask for nothing any more"
            + " (kubectl get lvsfr), and try again; --force gives the node back all the same")
        .formatted(source, directors, node.orElse("NODE"));
  }
}
