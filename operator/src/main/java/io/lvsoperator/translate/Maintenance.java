package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.Annotations;
import io.lvsoperator.api.v1alpha1.RealServerSpec;
import io.lvsoperator.api.v1alpha1.RealServerState;
import io.lvsoperator.api.v1alpha1.RealServerStatus;
import io.lvsoperator.translate.snapshot.ClusterNode;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a RealServer's spec, its annotation and its Node want of it together: the most conservative.
 *
 * @param state what counts
 * @param by what asks for it, where that is not the spec
 * @param ignored annotations with a value that nobody knows: they do nothing
 */
public record Maintenance(RealServerState state, Optional<String> by, List<String> ignored) {
  /** As much of a value is repeated in a message. */
  private static final int LONGEST = 64;

  /** Copies the list. */
  public Maintenance {
    ignored = List.copyOf(ignored);
  }

  /**
   * {@return what counts}
   *
   * @param server the RealServer, with the spec that counts
   * @param node the Node that it is, where an agent manages it
   */
  static Maintenance of(
      Declared<RealServerSpec, RealServerStatus> server, Optional<ClusterNode> node) {
    // A state that this version does not know is no reason to send it more.
    RealServerState spec = server.spec().state().value().orElse(RealServerState.DRAINING);
    Maintenance own =
        new Maintenance(spec, Optional.empty(), List.of())
            .and(server.annotations(), "the RealServer");
    return node.map(own::and).orElse(own);
  }

  private Maintenance and(ClusterNode node) {
    Maintenance annotated = and(node.annotations(), "Node " + node.name());
    return node.isExcluded()
        ? annotated.and(
            RealServerState.DRAINING,
            "label " + Annotations.EXCLUDED_LABEL + " of Node " + node.name())
        : annotated;
  }

  private Maintenance and(Map<String, String> annotations, String where) {
    String text = annotations.get(Annotations.STATE);
    if (text == null) {
      return this;
    }
    String what = "annotation " + Annotations.STATE + " of " + where;
    return Arrays.stream(RealServerState.values())
        .filter(known -> known.text().equals(text))
        .findFirst()
        .map(known -> and(known, what))
        .orElseGet(() -> ignoring(what + " is " + unknown(text, states()) + " and does nothing"));
  }

  private static String states() {
    return Arrays.stream(RealServerState.values())
        .map(RealServerState::text)
        .collect(Collectors.joining(", "));
  }

  /** Says that a value is none of those that are known. */
  static String unknown(String value, String known) {
    String shown = value.length() > LONGEST ? value.substring(0, LONGEST) + "..." : value;
    return "\"" + shown + "\", none of " + known + ",";
  }

  private Maintenance and(RealServerState other, String what) {
    return other.compareTo(state) > 0 ? new Maintenance(other, Optional.of(what), ignored) : this;
  }

  private Maintenance ignoring(String what) {
    List<String> more = new ArrayList<>(ignored);
    more.add(what);
    return new Maintenance(state, by, more);
  }
}
