package io.lvsoperator.translate.snapshot;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.lvsoperator.api.v1alpha1.Annotations;
import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.api.v1alpha1.RealServerSpec;
import io.lvsoperator.api.v1alpha1.RealServerStatus;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.protocol.Stored;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads {@link ClusterSnapshot}s from Kubernetes objects, whatever their order. An object that was
 * among those of the last look, the very same one, is not read again: nobody changes an object that
 * an informer has. Not for several threads at once.
 */
public final class ClusterObjects {
  private static final String GROUP = "lvsoperator.io/";
  private static final Set<String> NAMESPACED = Set.of("LvsService", "RealServer");

  private Map<HasMetadata, Object> before = new IdentityHashMap<>();

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
    return new ClusterObjects().read(objects);
  }

  /** {@return what these objects say, as {@link #snapshot} does} */
  public ClusterSnapshot read(Collection<? extends HasMetadata> objects) {
    Look look = new Look(before);
    objects.forEach(look::add);
    before = look.parsed;
    return look.snapshot();
  }

  /** One look: what each object says, by its kind. */
  private static final class Look {
    private final Map<HasMetadata, Object> earlier;
    private final Map<HasMetadata, Object> parsed = new IdentityHashMap<>();
    private final List<Declared<LvsServiceSpec, LvsServiceStatus>> services = new ArrayList<>();
    private final List<Declared<RealServerSpec, RealServerStatus>> realServers = new ArrayList<>();
    private final List<Declared<DirectorGroupSpec, DirectorGroupStatus>> groups = new ArrayList<>();
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final Map<String, LvsNodeStatus> reports = new HashMap<>();
    private final List<Stored> requests = new ArrayList<>();
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();
    private final List<ServiceCIDR> ranges = new ArrayList<>();
    private final List<Service> apiServices = new ArrayList<>();
    private final List<EndpointSlice> slices = new ArrayList<>();

    Look(Map<HasMetadata, Object> earlier) {
      this.earlier = earlier;
    }

    void add(HasMetadata object) {
      switch (object) {
        case Node node -> nodes.add(once(node, NodeObject::read));
        case Namespace space -> namespaces.put(name(space), labels(space));
        case ServiceCIDR range -> ranges.add(range);
        case Service service -> apiServices.add(service);
        case EndpointSlice slice -> slices.add(slice);
        default -> {
          if (object.getApiVersion() != null && object.getApiVersion().startsWith(GROUP)) {
            addOurs(object);
          }
        }
      }
    }

    private void addOurs(HasMetadata object) {
      switch (object.getKind()) {
        case "LvsService" -> services.add(once(object, Untyped::lvsService));
        case "RealServer" -> realServers.add(once(object, Untyped::realServer));
        case "DirectorGroup" -> groups.add(once(object, Untyped::directorGroup));
        case "LvsNode" -> reports.put(name(object), once(object, Untyped::lvsNode));
        case "ForwardingRequest" ->
            once(object, Untyped::forwardingRequest).ifPresent(requests::add);
        default -> {} // a kind of a newer version
      }
    }

    /** The same object always says the same, so that the type is that of the last time. */
    @SuppressWarnings("unchecked")
    private <O extends HasMetadata, T> T once(O object, Function<O, T> read) {
      T said = (T) earlier.get(object);
      T known = said == null ? read.apply(object) : said;
      parsed.put(object, known);
      return known;
    }

    ClusterSnapshot snapshot() {
      return new ClusterSnapshot(
          services,
          realServers,
          groups,
          nodes,
          reports,
          requests,
          namespaces,
          NetworkObjects.read(ranges, apiServices, slices),
          Evidence.REPORTED);
    }
  }

  /** {@return what a ForwardingRequest says; empty for one that this version cannot read} */
  public static Optional<Stored> forwardingRequest(HasMetadata object) {
    return Untyped.forwardingRequest(object);
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
