package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.ConditionTypes;
import io.lvsoperator.api.v1alpha1.DeclaredStatus;
import io.lvsoperator.api.v1alpha1.DirectorGroupSpec;
import io.lvsoperator.api.v1alpha1.LvsServiceSpec;
import io.lvsoperator.api.v1alpha1.RealServerSpec;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The spec of each object that was accepted last, by the object's UID: what stays in force when a
 * later one is refused. A deleted object has none any more, and neither has one whose allow rule
 * was withdrawn.
 *
 * @param services of LvsServices
 * @param realServers of RealServers
 * @param groups of DirectorGroups
 */
public record LastAccepted(
    Map<String, LvsServiceSpec> services,
    Map<String, RealServerSpec> realServers,
    Map<String, DirectorGroupSpec> groups) {
  /** Nothing was accepted before, or nobody remembers it. */
  public static final LastAccepted NONE = new LastAccepted(Map.of(), Map.of(), Map.of());

  /** Copies the maps. */
  public LastAccepted {
    services = Map.copyOf(services);
    realServers = Map.copyOf(realServers);
    groups = Map.copyOf(groups);
  }

  /**
   * The last accepted spec of an object. Whoever has just begun remembers nothing; an object that
   * the controller says is accepted as it stands was, and of another one it says what was.
   */
  static <S> Optional<S> of(Map<String, S> known, Declared<S, ? extends DeclaredStatus> object) {
    return Optional.ofNullable(known.get(object.uid()))
        .or(() -> said(object, object.status().conditions()))
        .or(() -> AcceptedSpec.of(object));
  }

  private static <S> Optional<S> said(Declared<S, ?> object, List<Condition> conditions) {
    return conditions.stream()
        .filter(c -> c.type().equals(ConditionTypes.ACCEPTED) && c.holds())
        .filter(c -> c.observedGeneration().filter(g -> g == object.generation()).isPresent())
        .filter(_ -> object.unreadable().isEmpty() && !object.uid().isEmpty())
        .map(_ -> object.spec())
        .findFirst();
  }
}
