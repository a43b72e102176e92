package io.lvsoperator.agent;

import io.lvsoperator.api.v1alpha1.NodeDestination;
import io.lvsoperator.api.v1alpha1.NodeService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a report says of services where it has no room for everything: an object that is too big is
 * not written at all, and then nobody knows anything. Services stay as long as there is room for
 * them, first those that this node directs. Of destinations goes last what others can do least
 * without: one per VIP of each service, which tells that there are more; then those that drain,
 * because somebody waits for them; then the others, in turn from every service. Pure: the same
 * services, the same choice.
 *
 * @param services what the report says, by name
 * @param omittedServices how many there are besides
 * @param omittedDestinations how many more the services that are named have
 */
record Abridged(List<NodeService> services, int omittedServices, int omittedDestinations) {
  /** Copies the list. */
  Abridged {
    services = List.copyOf(services);
  }

  /** A destination, and how soon it goes. */
  private record Place(int service, int position, int rank, int length) {
    static final int TELLS_OF_THE_OTHERS = 0;
    static final int DRAINS = 1;
    static final int ONE_OF_MANY = 2;
  }

  /** {@return as much as a report has room for} */
  static Abridged of(List<NodeService> all, ReportBounds bounds) {
    List<NodeService> named =
        all.stream()
            .sorted(Comparator.comparing(s -> s.destinations().isEmpty()))
            .limit(bounds.services())
            .sorted(Comparator.comparing(NodeService::namespace).thenComparing(NodeService::name))
            .toList();
    List<NodeService> abridged = abridge(brief(named, bounds.messages()), bounds.destinations());
    int omitted = abridged.stream().mapToInt(s -> s.destinationsOmitted().orElse(0)).sum();
    return new Abridged(abridged, all.size() - named.size(), omitted);
  }

  /** Where all have much to say, each says the beginning. */
  private static List<NodeService> brief(List<NodeService> services, int room) {
    int length = services.stream().mapToInt(s -> s.message().length()).sum();
    return length <= room
        ? services
        : services.stream().map(s -> s.withMessageOf(room / services.size())).toList();
  }

  private static List<NodeService> abridge(List<NodeService> services, int room) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < services.size(); i++) {
      places.addAll(places(i, services.get(i).destinations()));
    }
    if (places.stream().mapToInt(Place::length).sum() <= room) {
      return services;
    }
    places.sort(
        Comparator.comparing(Place::rank)
            .thenComparing(Place::position)
            .thenComparing(Place::service));
    Map<Integer, SortedSet<Integer>> kept =
        ReportBounds.first(places, room, Place::length).stream()
            .collect(
                Collectors.groupingBy(
                    Place::service,
                    Collectors.mapping(Place::position, Collectors.toCollection(TreeSet::new))));
    List<NodeService> abridged = new ArrayList<>();
    for (int i = 0; i < services.size(); i++) {
      abridged.add(only(services.get(i), kept.getOrDefault(i, Collections.emptySortedSet())));
    }
    return abridged;
  }

  private static List<Place> places(int service, List<NodeDestination> destinations) {
    List<Place> places = new ArrayList<>();
    Set<String> vips = new HashSet<>();
    for (int i = 0; i < destinations.size(); i++) {
      NodeDestination destination = destinations.get(i);
      places.add(new Place(service, i, rank(destination, vips), ReportBounds.length(destination)));
    }
    return places;
  }

  private static int rank(NodeDestination destination, Set<String> vips) {
    if (vips.add(destination.vip())) {
      return Place.TELLS_OF_THE_OTHERS;
    }
    return destination.drain().isPresent() ? Place.DRAINS : Place.ONE_OF_MANY;
  }

  private static NodeService only(NodeService service, SortedSet<Integer> positions) {
    List<NodeDestination> all = service.destinations();
    int omitted = all.size() - positions.size();
    return service.withDestinations(
        positions.stream().map(all::get).toList(), Optional.of(omitted).filter(n -> n > 0));
  }
}
