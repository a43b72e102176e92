package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an agent writes beside its Lease: the {@code LvsNode} of its own node. */
final class OwnLvsNode {
  private static final Logger LOG = LoggerFactory.getLogger(OwnLvsNode.class);

  /** The label that selects it: its value is a hash, because a label ends at 63 characters. */
  static final String LABEL = "lvsoperator.io/node";

  /** Who the API server says has written the status. */
  static final String FIELD_MANAGER = "lvs-agent";

  private final KubernetesClient client;
  private final String name;

  OwnLvsNode(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  String name() {
    return name;
  }

  /** {@return the label selector that finds it, and it alone} */
  String selector() {
    return LABEL + "=" + hash(name);
  }

  /** {@return 40 hexadecimal digits that stand for a Node's name} */
  static String hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Creates it if it is not there.
   *
   * @throws MissingNodeException if there is no Node of this name
   * @throws KubernetesClientException if the API server refuses, or is away
   */
  void ensure() {
    LvsNode standing = client.resources(LvsNode.class).withName(name).get();
    if (standing == null) {
      create();
    } else if (!isLabelled(standing)) {
      label();
    }
  }

  private void create() {
    Node node =
        Optional.ofNullable(client.nodes().withName(name).get())
            .orElseThrow(() -> new MissingNodeException(name));
    LvsNode fresh = bare();
    fresh
        .getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withApiVersion("v1")
                    .withKind("Node")
                    .withName(name)
                    .withUid(node.getMetadata().getUid())
                    .build()));
    try {
      client.resource(fresh).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  private boolean isLabelled(LvsNode node) {
    return Optional.ofNullable(node.getMetadata().getLabels())
        .filter(labels -> hash(name).equals(labels.get(LABEL)))
        .isPresent();
  }

  /**
   * Somebody took the label away, without which events do not reach this agent. It may not be
   * allowed to put it back: then its ticks have to do.
   */
  private void label() {
    try {
      client.resource(bare()).patch(apply());
    } catch (KubernetesClientException e) {
      LOG.warn(
          "LvsNode {} has lost its label {}={}, and it cannot be put back: {}",
          name,
          LABEL,
          hash(name),
          e.getMessage());
    }
  }

  private static PatchContext apply() {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(FIELD_MANAGER)
        .withForce(true)
        .build();
  }

  /**
   * Writes the status, and nothing else.
   *
   * @throws KubernetesClientException if the API server refuses, or is away
   */
  void write(LvsNodeStatus status) {
    client.resource(with(status)).subresource("status").patch(apply());
  }

  /** {@return it with this status, and nothing else} */
  LvsNode with(LvsNodeStatus status) {
    LvsNode fresh = new LvsNode();
    fresh.setMetadata(new ObjectMetaBuilder().withName(name).build());
    fresh.setStatus(status);
    return fresh;
  }

  private LvsNode bare() {
    LvsNode fresh = new LvsNode();
    fresh.setMetadata(
        new ObjectMetaBuilder().withName(name).addToLabels(LABEL, hash(name)).build());
    return fresh;
  }

  /** The cluster does not know this machine. */
  static final class MissingNodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private MissingNodeException(String name) {
      super(
          "the cluster has no Node %s: is --node-name the name that kubectl get nodes shows?"
              .formatted(name));
    }
  }
}
