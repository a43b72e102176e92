package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.lvsoperator.translate.LastAccepted;
import io.lvsoperator.translate.Translation;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import java.util.Collection;
import java.util.Objects;

/** An agent's translator, which keeps verdicts from pass to pass: they equal those from scratch. */
final class Incremental {
  private final ClusterObjects reader = new ClusterObjects();
  private final Translator translator = new Translator();

  /**
   * Translates as the agent does.
   *
   * @throws Violation if that is not what somebody finds who keeps nothing
   */
  void check(Collection<HasMetadata> objects, LastAccepted last, String node, Translation scratch) {
    Translation kept = translator.next(reader.read(objects), last);
    same("services", kept.services(), scratch.services());
    same("real servers", kept.realServers(), scratch.realServers());
    same("groups", kept.groups(), scratch.groups());
    same("last accepted", kept.lastAccepted(), scratch.lastAccepted());
    same("intent", kept.intentFor(node), scratch.intentFor(node));
  }

  private static void same(String what, Object kept, Object scratch) {
    if (!Objects.equals(kept, scratch)) {
      throw new Violation(
          "EqualFromScratch", "%s: kept %s, from scratch %s".formatted(what, kept, scratch));
    }
  }
}
