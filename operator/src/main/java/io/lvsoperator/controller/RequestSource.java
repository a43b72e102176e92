package io.lvsoperator.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The informer of ForwardingRequests, for one start of the operator. It keeps whose they are and
 * not what they ask, and asks for no pass. Untyped: one that this version cannot read would stop a
 * typed one for all of them.
 */
final class RequestSource {
  private final InformerEventSource<GenericKubernetesResource, Namespace> source;

  RequestSource(EventSourceContext<Namespace> context) {
    source =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(
                    new GroupVersionKind("lvsoperator.io", "v1alpha1", "ForwardingRequest"),
                    Namespace.class)
                .withName("ForwardingRequests")
                .withWatchAllNamespaces()
                .withItemStore(new TransformingItemStore<>(RequestSource::slim))
                .withSecondaryToPrimaryMapper(_ -> Set.of())
                .withPrimaryToSecondaryMapper(_ -> Set.of())
                .build(),
            context);
  }

  EventSource<?, Namespace> source() {
    return source;
  }

  /** {@return all that there are now} */
  List<GenericKubernetesResource> requests() {
    return source.list(_ -> true).toList();
  }

  /** {@return the Node of the director that asks; empty where the request cannot be read} */
  static String director(GenericKubernetesResource request) {
    return request.get("spec", "director") instanceof String name ? name : "";
  }

  private static GenericKubernetesResource slim(GenericKubernetesResource request) {
    request.getMetadata().setManagedFields(List.of());
    request.setAdditionalProperties(Map.of("spec", Map.of("director", director(request))));
    return request;
  }
}
