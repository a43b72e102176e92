package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.ServiceMode;
import io.lvsoperator.api.v1alpha1.ServicePort;
import io.lvsoperator.model.Family;
import io.lvsoperator.translate.policy.ServiceCase;
import io.lvsoperator.translate.snapshot.ClusterNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The firewall marks of one service: of its entries that an address and a port cannot name, and in
 * DR and TUN of all of them where a director is a real server too. There the next director would
 * balance again what the first one has sent it, because it comes with the VIP and the port.
 *
 * @param family the VIP's
 * @param marks the marks by the names of the entries
 * @param missing the entries that need one and got none
 */
record MarkedEntries(Family family, Map<String, Integer> marks, List<ServicePort> missing) {
  /** Copies the collections. */
  MarkedEntries {
    marks = Map.copyOf(marks);
    missing = List.copyOf(missing);
  }

  /** Takes the marks that a service with these members needs. */
  static MarkedEntries take(Marks from, ServiceCase service, List<Member> members) {
    boolean all = isDirect(service) && isServedByADirector(service, members);
    Map<String, Integer> taken = new LinkedHashMap<>();
    List<ServicePort> missing = new ArrayList<>();
    for (ServicePort port : service.spec().ports()) {
      if (all || port.isRange()) {
        from.take(service.vip().family(), service.service().name(), port.name())
            .ifPresentOrElse(mark -> taken.put(port.name(), mark), () -> missing.add(port));
      }
    }
    return new MarkedEntries(service.vip().family(), taken, missing);
  }

  /** Gives all of them back. */
  void release(Marks to) {
    marks.values().forEach(mark -> to.release(family, mark));
  }

  /** Whether an entry goes without that nothing but a mark can name. */
  boolean lacksARange() {
    return missing.stream().anyMatch(ServicePort::isRange);
  }

  /** What is missing, for people. */
  String lack() {
    return "no firewall mark is left for "
        + missing.stream().map(ServicePort::summary).collect(Collectors.joining(", "))
        + ": the cluster has "
        + Marks.COUNT
        + " for each family, and older services have taken them";
  }

  private static boolean isDirect(ServiceCase service) {
    return service.spec().mode().is(ServiceMode.DR) || service.spec().mode().is(ServiceMode.TUN);
  }

  /** By the Node of a managed real server, by the address of one that its owner sets up. */
  private static boolean isServedByADirector(ServiceCase service, List<Member> members) {
    List<String> directors = service.directors().stream().map(ClusterNode::name).toList();
    return members.stream()
        .filter(member -> member.verdict().accepted())
        .map(Member::realServer)
        .flatMap(
            server ->
                Stream.concat(
                    server.node().stream(),
                    service.cluster().nodesWith(server.address()).stream().map(ClusterNode::name)))
        .anyMatch(directors::contains);
  }
}
