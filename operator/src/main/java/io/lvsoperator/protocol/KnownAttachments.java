package io.lvsoperator.protocol;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.Backend;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.PortMapping;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Way;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a director has asked for before, by where it goes. An attachment that is there already is
 * found by its content: a new one costs a hash, and every pass wants all of them.
 */
final class KnownAttachments {
  private final Map<Place, List<Attachment>> places = new HashMap<>();

  /** A real server of a service; an address can be on one node alone. */
  private record Place(String node, ServiceRef service, IpAddress vip, IpAddress address) {}

  /**
   * Those of these requests.
   *
   * @param asked what was asked of each node
   */
  KnownAttachments(Map<String, DirectorMemory> asked) {
    asked.forEach((node, memory) -> memory.asked().values().forEach(one -> add(node, one)));
  }

  private void add(String node, Asked asked) {
    Attachment one = asked.attachment();
    places
        .computeIfAbsent(
            new Place(node, one.service(), one.vip(), one.address()), _ -> new ArrayList<>(1))
        .add(one);
  }

  /** {@return what was asked of a node for this real server of this service, in every way} */
  List<Attachment> at(String node, DirectedService service, Backend backend) {
    return places.getOrDefault(
        new Place(node, service.name(), service.vip(), backend.address()), List.of());
  }

  /** {@return what this service needs of this node for this real server; the same as a new one} */
  Attachment wanted(String node, DirectedService service, Backend backend) {
    Way way = new Way(service.mode(), service.tunnel());
    for (Attachment one : at(node, service, backend)) {
      if (one.way().equals(way) && isOn(one, service.ports())) {
        return one;
      }
    }
    return Attachment.of(service.name(), service.vip(), backend.address(), way, service.ports());
  }

  private static boolean isOn(Attachment one, List<PortMapping> ports) {
    if (one.ports().size() != ports.size()) {
      return false;
    }
    for (int i = 0; i < ports.size(); i++) {
      if (!one.ports().get(i).equals(ports.get(i).withoutMark())) {
        return false;
      }
    }
    return true;
  }
}
