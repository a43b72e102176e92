package io.lvsoperator.agent;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.lvsoperator.journal.IntentFile;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import io.lvsoperator.translate.snapshot.ClusterSnapshot;
import java.util.Optional;

/**
 * What the agent of this machine kept on the disk.
 *
 * @param node the agent's Node
 * @param cluster what it knew of the cluster last
 */
public record LastKnown(String node, ClusterSnapshot cluster) {
  /**
   * {@return what the file says; empty where it cannot be used}
   *
   * @param machine this machine
   */
  public static Optional<LastKnown> read(IntentFile file, String machine) {
    return switch (file.read(machine)) {
      case IntentFile.Found.Saved(IntentFile.Header header, String content) ->
          parse(header, content);
      case IntentFile.Found.Nothing _, IntentFile.Found.Unusable _ -> Optional.empty();
    };
  }

  private static Optional<LastKnown> parse(IntentFile.Header header, String content) {
    try {
      SavedCluster saved = SavedCluster.parse(content, new KubernetesSerialization());
      return Optional.of(new LastKnown(header.node(), ClusterObjects.snapshot(saved.objects())));
    } catch (IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }
}
