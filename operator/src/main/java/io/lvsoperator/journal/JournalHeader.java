package io.lvsoperator.journal;

import java.util.Optional;

/**
 * Says of which kernel state a journal speaks.
 *
 * @param bootId the kernel's boot id ({@code /proc/sys/kernel/random/boot_id})
 * @param networkNamespace what names the network namespace within this boot
 * @param cluster the UID of the cluster's namespace {@code kube-system}, once it is known
 */
public record JournalHeader(String bootId, String networkNamespace, Optional<String> cluster) {
  /** {@return a header for a cluster that is not known yet} */
  public static JournalHeader of(String bootId, String networkNamespace) {
    return new JournalHeader(bootId, networkNamespace, Optional.empty());
  }

  /**
   * {@return why a journal with this header is void here, or empty if it is not} The cluster does
   * not matter: what is ours on this kernel stays ours.
   */
  Optional<String> voidedBy(JournalHeader here) {
    if (!bootId.equals(here.bootId)) {
      return Optional.of("it is of another boot (" + bootId + ", now " + here.bootId + ")");
    }
    if (!networkNamespace.equals(here.networkNamespace)) {
      return Optional.of(
          "it is of another network namespace (%s, here %s)"
              .formatted(networkNamespace, here.networkNamespace));
    }
    return Optional.empty();
  }
}
