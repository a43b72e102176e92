package io.lvsoperator.translate.snapshot;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.lvsoperator.api.v1alpha1.DirectorGroup;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.LvsService;
import io.lvsoperator.api.v1alpha1.RealServer;
import io.lvsoperator.model.ServiceRef;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a {@link ClusterSnapshot} from Kubernetes objects, whatever their order. */
public final class ClusterObjects {
  private final List<HasMetadata> objects;

  private ClusterObjects(Collection<? extends HasMetadata> objects) {
    this.objects = List.copyOf(objects);
  }

  /**
   * {@return what these objects say}
   *
   * @param objects of the kinds of this API, Node, Namespace, ServiceCIDR, and the Service and the
   *     EndpointSlices {@code default/kubernetes}; others are left out. A namespaced object without
   *     a namespace, as in files, is in {@code default}.
   */
  public static ClusterSnapshot snapshot(Collection<? extends HasMetadata> objects) {
    return new ClusterObjects(objects).read();
  }

  private ClusterSnapshot read() {
    Map<String, LvsNodeStatus> reports = new HashMap<>();
    all(LvsNode.class).forEach(node -> reports.put(name(node), node.reported()));
    Map<String, Map<String, String>> namespaces = new HashMap<>();
    all(Namespace.class).forEach(space -> namespaces.put(name(space), labels(space)));
    return new ClusterSnapshot(
        all(LvsService.class).map(o -> declared(o, o.getSpec(), o.reported())).toList(),
        all(RealServer.class).map(o -> declared(o, o.getSpec(), o.reported())).toList(),
        all(DirectorGroup.class).map(o -> declared(o, o.getSpec(), o.reported())).toList(),
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

  private static <S, T> Declared<S, T> declared(HasMetadata object, S spec, T status) {
    ObjectMeta meta = object.getMetadata();
    return new Declared<>(
        reference(object),
        Optional.ofNullable(meta.getUid()).orElse(""),
        Optional.ofNullable(meta.getGeneration()).orElse(0L),
        created(object),
        labels(object),
        spec,
        status);
  }

  /** {@return namespace and name of an object, as a snapshot has them} */
  public static ServiceRef reference(HasMetadata object) {
    boolean namespaced = object instanceof LvsService || object instanceof RealServer;
    String namespace = Optional.ofNullable(object.getMetadata().getNamespace()).orElse("default");
    return new ServiceRef(namespaced ? namespace : "", name(object));
  }

  static String name(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getName()).orElse("");
  }

  static Map<String, String> labels(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getLabels()).orElse(Map.of());
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
