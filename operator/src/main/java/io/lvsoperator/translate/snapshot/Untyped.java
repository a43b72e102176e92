package io.lvsoperator.translate.snapshot;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.lvsoperator.api.v1alpha1.DirectorGroup;
import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.api.v1alpha1.ForwardingRequest;
import io.lvsoperator.api.v1alpha1.ForwardingRequestSpec;
import io.lvsoperator.api.v1alpha1.ForwardingRequestStatus;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.api.v1alpha1.LvsService;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.api.v1alpha1.RealServer;
import io.lvsoperator.api.v1alpha1.RealServerSpec;
import io.lvsoperator.api.v1alpha1.RealServerStatus;
import io.lvsoperator.protocol.Stored;
import io.lvsoperator.translate.ForwardingRequests;
import java.util.Optional;

/**
 * Reads an object of this API, typed or generic. A newer definition may have given a field another
 * type: such an object is set aside with the reason, and no other is affected.
 */
final class Untyped {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Untyped() {}

  static Declared<LvsServiceSpec, LvsServiceStatus> lvsService(HasMetadata object) {
    LvsService empty = new LvsService();
    return object instanceof LvsService typed
        ? declared(typed, typed.getSpec(), Optional.empty(), typed.reported())
        : read(object, LvsServiceSpec.class, empty.getSpec(), empty.reported());
  }

  static Declared<RealServerSpec, RealServerStatus> realServer(HasMetadata object) {
    RealServer empty = new RealServer();
    return object instanceof RealServer typed
        ? declared(typed, typed.getSpec(), Optional.empty(), typed.reported())
        : read(object, RealServerSpec.class, empty.getSpec(), empty.reported());
  }

  static Declared<DirectorGroupSpec, DirectorGroupStatus> directorGroup(HasMetadata object) {
    DirectorGroup empty = new DirectorGroup();
    return object instanceof DirectorGroup typed
        ? declared(typed, typed.getSpec(), Optional.empty(), typed.reported())
        : read(object, DirectorGroupSpec.class, empty.getSpec(), empty.reported());
  }

  /** The report, or the empty one where this version can't read it: then nothing is known. */
  static LvsNodeStatus lvsNode(HasMetadata object) {
    return object instanceof LvsNode typed
        ? typed.reported()
        : status(object, LvsNodeStatus.empty());
  }

  /**
   * What stands between a director and a node; empty where this version can't read it. Its names
   * are the spec's: labels only select.
   */
  static Optional<Stored> forwardingRequest(HasMetadata object) {
    ForwardingRequest empty = new ForwardingRequest();
    ForwardingRequestSpec spec =
        object instanceof ForwardingRequest typed
            ? typed.getSpec()
            : spec(object, ForwardingRequestSpec.class).orElse(empty.getSpec());
    ForwardingRequestStatus status =
        object instanceof ForwardingRequest typed
            ? typed.reported()
            : status(object, ForwardingRequestStatus.empty());
    return Optional.of(spec)
        .filter(s -> !s.director().isEmpty() && !s.node().isEmpty())
        .map(
            s ->
                new Stored(
                    s.director(),
                    s.node(),
                    Optional.of(ForwardingRequests.request(s)),
                    ForwardingRequests.answer(status)));
  }

  private static <S> Optional<S> spec(HasMetadata object, Class<S> type) {
    try {
      return part(object, "spec", type);
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static <S, T> Declared<S, T> read(HasMetadata object, Class<S> type, S empty, T status) {
    T reported = status(object, status);
    try {
      S spec = part(object, "spec", type).orElse(empty);
      return declared(object, spec, Optional.empty(), reported);
    } catch (IllegalArgumentException e) {
      return declared(object, empty, Optional.of(firstLine(e)), reported);
    }
  }

  @SuppressWarnings("unchecked") // a record's class is its own
  private static <T> T status(HasMetadata object, T empty) {
    try {
      return part(object, "status", (Class<T>) empty.getClass()).orElse(empty);
    } catch (IllegalArgumentException unreadable) {
      return empty;
    }
  }

  private static <V> Optional<V> part(HasMetadata object, String field, Class<V> type) {
    return object instanceof GenericKubernetesResource generic
        ? Optional.ofNullable(generic.getAdditionalProperties().get(field))
            .map(value -> JSON.convertValue(value, type))
        : Optional.empty();
  }

  private static String firstLine(IllegalArgumentException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static <S, T> Declared<S, T> declared(
      HasMetadata object, S spec, Optional<String> unreadable, T status) {
    ObjectMeta meta = object.getMetadata();
    return new Declared<>(
        ClusterObjects.reference(object),
        Optional.ofNullable(meta.getUid()).orElse(""),
        Optional.ofNullable(meta.getGeneration()).orElse(0L),
        ClusterObjects.created(object),
        ClusterObjects.labels(object),
        ClusterObjects.annotations(object),
        spec,
        unreadable,
        status);
  }
}
