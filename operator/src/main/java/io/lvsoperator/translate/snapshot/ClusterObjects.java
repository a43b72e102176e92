package io.lvsoperator.translate.snapshot;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.lvsoperator.api.v1alpha1.Annotations;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.model.ServiceRef;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a {@link ClusterSnapshot} from Kubernetes objects, whatever their order. */
public final class ClusterObjects {
  private static final String GROUP = "lvsoperator.io/";
  private static final Set<String> NAMESPACED = Set.of("LvsService", "RealServer");

  private final List<HasMetadata> objects;

  private ClusterObjects(Collection<? extends HasMetadata> objects) {
    this.objects = List.copyOf(objects);
  }

  /**
   * {@return what these objects say}
   *
   * @param objects of the kinds of this API, Node, Namespace, ServiceCIDR, and the Service and the
   *     EndpointSlices {@code default/kubernetes}; others are left out. A namespaced object without
   *     a namespace, as in files, is in {@code default}. Those of this API may be typed or generic:
   *     a generic one that can't be read is refused by itself, where a typed informer would stop at
   *     it.
   */
  public static ClusterSnapshot snapshot(Collection<? extends HasMetadata> objects) {
    return new ClusterObjects(objects).read();
  }

  private ClusterSnapshot read() {
    Map<String, LvsNodeStatus> reports = new HashMap<>();
    ours("LvsNode").forEach(node -> reports.put(name(node), Untyped.lvsNode(node)));
    Map<String, Map<String, String>> namespaces = new HashMap<>();
    all(Namespace.class).forEach(space -> namespaces.put(name(space), labels(space)));
    return new ClusterSnapshot(
        ours("LvsService").map(Untyped::lvsService).toList(),
        ours("RealServer").map(Untyped::realServer).toList(),
        ours("DirectorGroup").map(Untyped::directorGroup).toList(),
        all(Node.class).map(NodeObject::read).toList(),
        reports,
        namespaces,
        NetworkObjects.read(
            all(ServiceCIDR.class).toList(),
            all(Service.class).toList(),
            all(EndpointSlice.class).toList()),
        Evidence.REPORTED);
  }

  private <T> Stream<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast);
  }

  private Stream<HasMetadata> ours(String kind) {
    return objects.stream()
        .filter(o -> kind.equals(o.getKind()))
        .filter(o -> o.getApiVersion() != null && o.getApiVersion().startsWith(GROUP));
  }

  /** {@return namespace and name of an object, as a snapshot has them} */
  public static ServiceRef reference(HasMetadata object) {
    boolean namespaced = NAMESPACED.contains(object.getKind());
    String namespace = Optional.ofNullable(object.getMetadata().getNamespace()).orElse("default");
    return new ServiceRef(namespaced ? namespace : "", name(object));
  }

  static String name(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getName()).orElse("");
  }

  static Map<String, String> labels(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getLabels()).orElse(Map.of());
  }

  /** Those of ours. */
  static Map<String, String> annotations(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getAnnotations())
        .orElse(Map.of())
        .entrySet()
        .stream()
        .filter(annotation -> annotation.getKey().startsWith(Annotations.PREFIX))
        .filter(annotation -> annotation.getValue() != null)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  static Instant created(HasMetadata object) {
    try {
      return Optional.ofNullable(object.getMetadata().getCreationTimestamp())
          .map(text -> OffsetDateTime.parse(text).toInstant())
          .orElse(Instant.MAX);
    } catch (DateTimeException notATime) { // only a file can hold one
      return Instant.MAX;
    }
  }
}
