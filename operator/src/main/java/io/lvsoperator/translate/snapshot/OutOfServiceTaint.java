package io.lvsoperator.translate.snapshot;

import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Optional;

/**
 * The taint {@code node.kubernetes.io/out-of-service}: by it the administrator says that a machine
 * is off.
 */
public final class OutOfServiceTaint {
  private static final String KEY = "node.kubernetes.io/out-of-service";

  private OutOfServiceTaint() {}

  /** {@return whether this Node has it} */
  public static boolean isOn(Node node) {
    return node.getSpec() != null
        && Optional.ofNullable(node.getSpec().getTaints()).orElse(List.of()).stream()
            .anyMatch(taint -> KEY.equals(taint.getKey()));
  }
}
