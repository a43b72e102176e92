package io.lvsoperator.api.v1alpha1;

import java.util.List;
import java.util.Optional;

/** What the controller says of an object that somebody else declared. */
public sealed interface DeclaredStatus
    permits LvsServiceStatus, RealServerStatus, DirectorGroupStatus {

  /** One per type. */
  List<Condition> conditions();

  /** The last accepted spec as JSON, while the newest is refused. */
  Optional<String> acceptedSpec();
}
