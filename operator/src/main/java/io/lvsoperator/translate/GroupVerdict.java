package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.DirectorGroupStatus;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.translate.policy.Verdict;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.List;
import java.util.Optional;

/**
 * What became of a DirectorGroup.
 *
 * @param group the object with the spec that counts: the last accepted one, where its own is
 *     refused; without one, what its own does say counts all the same
 * @param verdict what is wrong with its own spec
 * @param directors the names of its Nodes, the oldest first
 * @param sourceAddresses those of its source addresses that FULLNAT may use, in their order
 */
public record GroupVerdict(
    Declared<DirectorGroupSpec, DirectorGroupStatus> group,
    Verdict verdict,
    List<String> directors,
    List<IpAddress> sourceAddresses) {
  /** Copies the lists. */
  public GroupVerdict {
    directors = List.copyOf(directors);
    sourceAddresses = List.copyOf(sourceAddresses);
  }

  /** {@return the one active director, the oldest Node; empty if the group selects none} */
  public Optional<String> holder() {
    return directors.stream().findFirst();
  }
}
