package io.lvsoperator.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.lvsoperator.api.v1alpha1.DirectorGroup;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsService;
import io.lvsoperator.api.v1alpha1.RealServer;
import io.lvsoperator.status.Events;
import io.lvsoperator.status.Transition;
import java.time.Instant;
import java.util.Map;

/**
 * Every write of the controller: the status of the users' kinds, one condition of LvsNodes, and
 * Events.
 */
final class ClusterWriter {
  /** Who the API server says has written. */
  static final String FIELD_MANAGER = "lvs-controller";

  private static final String API_VERSION = "lvsoperator.io/v1alpha1";

  private static final Map<String, ResourceDefinitionContext> KINDS =
      Map.of(
          "LvsService", ResourceDefinitionContext.fromResourceType(LvsService.class),
          "RealServer", ResourceDefinitionContext.fromResourceType(RealServer.class),
          "DirectorGroup", ResourceDefinitionContext.fromResourceType(DirectorGroup.class),
          "LvsNode", ResourceDefinitionContext.fromResourceType(LvsNode.class));

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final Events events;

  ClusterWriter(KubernetesClient client, String instance) {
    this.client = client;
    this.events = new Events("lvsoperator.io/controller", instance);
  }

  /**
   * Writes the status, and nothing else; of an LvsNode only the condition that is ours: what the
   * agent has applied under its own name stays.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses, is
   *     away, or has another object of that name by now
   */
  void status(Publication publication) {
    GenericKubernetesResource fresh = new GenericKubernetesResource();
    fresh.setApiVersion(API_VERSION);
    fresh.setKind(publication.kind());
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace(publication))
            .withName(publication.name().name())
            .withUid(publication.uid())
            .build());
    fresh.setAdditionalProperty("status", publication.after());
    var resources = client.genericKubernetesResources(KINDS.get(publication.kind()));
    var resource =
        publication.name().namespace().isEmpty()
            ? resources.resource(fresh)
            : resources.inNamespace(publication.name().namespace()).resource(fresh);
    resource.subresource("status").patch(APPLY);
  }

  /**
   * Tells of a transition.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses or is
   *     away
   */
  void event(Publication publication, Transition transition, Instant now) {
    ObjectReference about =
        new ObjectReferenceBuilder()
            .withApiVersion(API_VERSION)
            .withKind(publication.kind())
            .withNamespace(namespace(publication))
            .withName(publication.name().name())
            .withUid(publication.uid())
            .build();
    Event event = events.event(about, transition, now);
    client
        .events()
        .v1()
        .events()
        .inNamespace(event.getMetadata().getNamespace())
        .resource(event)
        .create();
  }

  private static String namespace(Publication publication) {
    return publication.name().namespace().isEmpty() ? null : publication.name().namespace();
  }
}
