package io.lvsoperator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The nodes' reports after the cluster was restored from a backup. What they say then was true when
 * the backup was made, and is no evidence of anything since: so what was known before counts until
 * a node has reported again, for 60 s at most.
 */
public final class RestoredReports {
  private static final String KIND = "LvsNode";

  /** Nothing was restored. */
  public static final RestoredReports NONE = new RestoredReports(Map.of(), Map.of(), Instant.MIN);

  private final Map<String, HasMetadata> before;
  private final Map<String, String> restored;
  private final Instant until;

  private RestoredReports(
      Map<String, HasMetadata> before, Map<String, String> restored, Instant until) {
    this.before = before;
    this.restored = restored;
    this.until = until;
  }

  /**
   * {@return what to make of reports from now on}
   *
   * @param known what counted before
   * @param seen the first complete look after it
   * @param now the time
   */
  public static RestoredReports of(
      Collection<HasMetadata> known, Collection<HasMetadata> seen, Instant now) {
    return new RestoredReports(
        reports(known).collect(Collectors.toMap(RestoredReports::name, r -> r)),
        reports(seen).collect(Collectors.toMap(RestoredReports::name, RestoredReports::version)),
        now.plus(Knowledge.PATIENCE));
  }

  /** {@return all objects of a look, with the reports that count} */
  public Collection<HasMetadata> in(Collection<HasMetadata> seen, Instant now) {
    return before.isEmpty() || !now.isBefore(until)
        ? seen
        : seen.stream().map(this::counting).toList();
  }

  private HasMetadata counting(HasMetadata object) {
    HasMetadata known = before.get(name(object));
    return object.getKind().equals(KIND)
            && known != null
            && version(object).equals(restored.get(name(object)))
        ? known
        : object;
  }

  private static Stream<HasMetadata> reports(Collection<HasMetadata> objects) {
    return objects.stream().filter(object -> object.getKind().equals(KIND));
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  private static String version(HasMetadata object) {
    return Objects.toString(object.getMetadata().getResourceVersion(), "");
  }
}
