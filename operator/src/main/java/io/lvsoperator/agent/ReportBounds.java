package io.lvsoperator.agent;

import io.lvsoperator.api.v1alpha1.NodeDestination;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How much a node's report has room for. The schema bounds how many there are of each, and etcd
 * what all of them take together: 1.5 MiB, with what the API server notes about who wrote what. A
 * report that is longer is not written at all, and then nobody knows anything.
 *
 * @param services services
 * @param destinations what the destinations of all services together take, in characters of JSON
 * @param messages what the messages of all services together take, in characters
 * @param vips VIPs
 */
record ReportBounds(int services, int destinations, int messages, int vips) {
  /** What an API server takes: some 4400 destinations in IPv4, 1700 in IPv6 with tunnels. */
  static final ReportBounds WRITABLE = new ReportBounds(1024, 500_000, 75_000, 1024);

  /** The names of a destination's fields with their quotes, and its numbers. */
  private static final int DESTINATION = 94;

  private static final int DRAIN = 65;
  private static final int TUNNEL = 55;

  /** {@return the first of these for which there is so much room} */
  static <T> List<T> first(List<T> all, int room, ToIntFunction<T> takes) {
    List<T> first = new ArrayList<>();
    int left = room;
    for (T each : all) {
      left -= takes.applyAsInt(each);
      if (left < 0) {
        break;
      }
      first.add(each);
    }
    return first;
  }

  static int length(NodeDestination destination) {
    return DESTINATION
        + destination.vip().length()
        + destination.address().length()
        + (destination.tunnel().isPresent() ? TUNNEL : 0)
        + (destination.drain().isPresent() ? DRAIN : 0);
  }
}
