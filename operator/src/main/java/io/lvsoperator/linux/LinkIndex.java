package io.lvsoperator.linux;

import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.netlink.LinkInfo;
import io.lvsoperator.netlink.RouteClient;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Interfaces by name and by number, as they were when it was read. */
final class LinkIndex {
  private final List<LinkInfo> links;

  private LinkIndex(List<LinkInfo> links) {
    this.links = links;
  }

  static LinkIndex read(RouteClient client) {
    return new LinkIndex(client.links());
  }

  /**
   * The interface of that name.
   *
   * @throws KernelException {@code ENODEV} if there is none
   */
  LinkInfo named(String name, String operation) {
    return links.stream()
        .filter(link -> link.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new KernelException(
                    operation, "ENODEV", "this node has no interface \"" + name + "\""));
  }

  /** Names by number. */
  Map<Integer, String> names() {
    return links.stream().collect(Collectors.toMap(LinkInfo::index, LinkInfo::name, (a, b) -> b));
  }

  /** Numbers by name. */
  Map<String, Integer> numbers() {
    return links.stream().collect(Collectors.toMap(LinkInfo::name, LinkInfo::index, (a, b) -> b));
  }

  /** Every interface, in another form. */
  <T> List<T> map(Function<LinkInfo, T> form) {
    return links.stream().map(form).toList();
  }
}
