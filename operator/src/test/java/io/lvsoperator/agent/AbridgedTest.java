package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.api.v1alpha1.ConditionStatus;
import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.NodeDestination;
import io.lvsoperator.api.v1alpha1.NodeDrain;
import io.lvsoperator.api.v1alpha1.NodeService;
import io.lvsoperator.api.v1alpha1.PortProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes first from a report that has no room for everything. */
class AbridgedTest {
  private static NodeService service(String name, List<NodeDestination> destinations) {
    return service(name, "", destinations);
  }

  private static NodeService service(
      String name, String message, List<NodeDestination> destinations) {
    return new NodeService(
        "shop",
        name,
        Optional.of(1L),
        Lenient.of(ConditionStatus.TRUE),
        "Programmed",
        message,
        destinations,
        Optional.empty());
  }

  private static NodeDestination destination(String vip, int number) {
    return new NodeDestination(
        vip,
        Lenient.of(PortProtocol.TCP),
        80,
        "10.23.%d.%d".formatted(number / 256, number % 256),
        80,
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<NodeDestination> destinations(String vip, int count) {
    return IntStream.range(0, count).mapToObj(i -> destination(vip, i)).toList();
  }

  private static NodeDestination draining(NodeDestination destination) {
    return destination.withWeight(0).withDrain(Optional.of(NodeDrain.of(3, Optional.empty())));
  }

  private static int length(List<NodeDestination> destinations) {
    return destinations.stream().mapToInt(ReportBounds::length).sum();
  }

  /** Room for so many destinations of this length. */
  private static ReportBounds room(int destinations) {
    int each = ReportBounds.length(destination("10.23.21.1", 1111));
    return new ReportBounds(3, destinations * each, 100, 0);
  }

  @Test
  void whatFitsIsWhole() {
    List<NodeService> all =
        List.of(service("a", destinations("10.23.21.1", 4000)), service("b", destinations("x", 1)));
    assertThat(Abridged.of(all, ReportBounds.WRITABLE)).isEqualTo(new Abridged(all, 0, 0));
  }

  @Test
  void bigServicesGiveWayToSmallOnes() {
    NodeService small = service("small", destinations("10.23.21.2", 10));
    List<NodeService> all =
        List.of(
            service("big", destinations("10.23.21.1", 5000)),
            service("bigger", destinations("10.23.21.3", 9000)),
            small);
    Abridged abridged = Abridged.of(all, room(100));
    List<Integer> sizes = abridged.services().stream().map(s -> s.destinations().size()).toList();
    assertThat(sizes.get(0)).isBetween(44, 48);
    assertThat(sizes.get(1)).isBetween(sizes.get(0) - 1, sizes.get(0));
    assertThat(abridged.services().getLast()).isEqualTo(small);
    assertThat(abridged.services())
        .extracting(s -> s.destinationsOmitted().orElse(0))
        .containsExactly(5000 - sizes.get(0), 9000 - sizes.get(1), 0);
    assertThat(abridged.omittedDestinations()).isEqualTo(14000 - sizes.get(0) - sizes.get(1));
    assertThat(abridged.services().getFirst().destinations())
        .as("in their order")
        .isEqualTo(destinations("10.23.21.1", sizes.get(0)));
    assertThat(abridged.services().stream().mapToInt(s -> length(s.destinations())).sum())
        .isLessThanOrEqualTo(room(100).destinations());
  }

  @Test
  void oneOfEveryVipAndThoseThatDrainStay() {
    List<NodeDestination> many = new ArrayList<>(destinations("10.23.21.1", 6000));
    NodeDestination drains = draining(destination("10.23.21.1", 6001));
    NodeDestination earlierVip = destination("10.23.21.9", 1);
    many.add(drains);
    many.add(earlierVip);
    NodeService abridged = Abridged.of(List.of(service("a", many)), room(10)).services().getFirst();
    assertThat(abridged.destinations()).contains(drains, earlierVip, many.getFirst());
    assertThat(abridged.destinationsOmitted()).contains(6002 - abridged.destinations().size());
  }

  @Test
  void whereAllHaveMuchToSayEachSaysTheBeginning() {
    NodeService loud = service("a", "why ".repeat(50), List.of());
    NodeService quiet = service("b", "because", List.of());
    assertThat(Abridged.of(List.of(loud, quiet), room(1)).services())
        .extracting(NodeService::message)
        .containsExactly("why ".repeat(50).substring(0, 50), "because");
    assertThat(Abridged.of(List.of(quiet, quiet), room(1)).services())
        .containsExactly(quiet, quiet);
  }

  @Test
  void servicesThatAreDirectedHereStayFirst() {
    List<NodeService> all =
        new ArrayList<>(
            List.of(service("a", List.of()), service("b", List.of()), service("c", List.of())));
    NodeService directed = service("web", destinations("10.23.21.1", 1));
    all.add(directed);
    Abridged abridged = Abridged.of(all, room(100));
    assertThat(abridged.omittedServices()).isEqualTo(1);
    assertThat(abridged.services()).extracting(NodeService::name).containsExactly("a", "b", "web");
  }
}
