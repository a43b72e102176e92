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
 * @param service the object
 * @param verdict whether it is carried out
 * @param holder the director that carries it; empty if its group has none
 * @param members the RealServers that it selects, in the order of their age; none while it is
 *     malformed
 * @param marks the firewall marks of those entries of its ports that have one, by their names
 */
public record ServiceVerdict(
    Declared<LvsServiceSpec, LvsServiceStatus> service,
    Verdict verdict,
    Optional<String> holder,
    List<Member> members,
    Map<String, Integer> marks) {
  /** Copies the collections. */
  public ServiceVerdict {
    members = List.copyOf(members);
    marks = Map.copyOf(marks);
  }

  /** {@return whether this node directs it} */
  public boolean isDirectedBy(String node) {
    return verdict.accepted() && holder.equals(Optional.of(node));
  }
}
