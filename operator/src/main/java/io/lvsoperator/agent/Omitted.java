package io.lvsoperator.agent;

import io.lvsoperator.api.v1alpha1.Lenient;
import io.lvsoperator.api.v1alpha1.Omission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much a report has no room for.
 *
 * @param services of services
 * @param destinations of destinations of the services that it names
 * @param vips of VIPs
 */
record Omitted(int services, int destinations, int vips) {
  /** It has room for everything. */
  static final Omitted NOTHING = new Omitted(0, 0, 0);

  /** {@return which lists lack something} */
  List<Lenient<Omission>> lists() {
    List<Lenient<Omission>> lists = new ArrayList<>();
    add(lists, services, Omission.SERVICES);
    add(lists, destinations, Omission.DESTINATIONS);
    add(lists, vips, Omission.VIPS);
    return lists;
  }

  private static void add(List<Lenient<Omission>> lists, int omitted, Omission list) {
    if (omitted > 0) {
      lists.add(Lenient.of(list));
    }
  }

  /** {@return what a person should know, if it lacks something} */
  Optional<String> text() {
    List<String> lacks = new ArrayList<>();
    lacks(lacks, services, "services");
    lacks(lacks, destinations, "destinations");
    lacks(lacks, vips, "VIPs");
    return lacks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ("this report has no room for %s more; the kernel has them, and nobody takes them for"
                    + " gone. Divide the services among more directors")
                .formatted(String.join(", ", lacks)));
  }

  private static void lacks(List<String> lacks, int omitted, String what) {
    if (omitted > 0) {
      lacks.add(omitted + " " + what);
    }
  }
}
