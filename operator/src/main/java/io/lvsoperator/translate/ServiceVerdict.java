package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.translate.policy.Verdict;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of an LvsService.
 *
 * @param service the object with the spec that counts: the last accepted one, where its own was
 *     refused and that one is in force
 * @param verdict what is wrong with its own spec
 * @param inForce whether it is carried out
 * @param holder the director that carries it; empty if its group has none
 * @param members the RealServers that it selects, in the order of their age; none while it is
 *     malformed
 * @param marks the firewall marks of those entries of its ports that have one, by their names
 */
public record ServiceVerdict(
    Declared<LvsServiceSpec, LvsServiceStatus> service,
    Verdict verdict,
    boolean inForce,
    Optional<String> holder,
    List<Member> members,
    Map<String, Integer> marks) {
  /** Copies the collections. */
  public ServiceVerdict {
    members = List.copyOf(members);
    marks = Map.copyOf(marks);
  }

  /** {@return this verdict with one more warning} */
  ServiceVerdict warning(String message) {
    return new ServiceVerdict(service, verdict.warning(message), inForce, holder, members, marks);
  }

  /** {@return whether this node directs it} */
  public boolean isDirectedBy(String node) {
    return inForce && holder.equals(Optional.of(node));
  }

  /** {@return whether an earlier spec is carried out, because the object's own is refused} */
  public boolean isLastAccepted() {
    return inForce && !verdict.accepted();
  }
}
