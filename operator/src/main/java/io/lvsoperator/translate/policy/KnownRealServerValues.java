package io.lvsoperator.translate.policy;

import java.util.Optional;

/** An object may be newer than this program: values that it does not know refuse that object. */
final class KnownRealServerValues implements Policy<RealServerCase> {
  @Override
  public Optional<Finding> judge(RealServerCase judged) {
    return UnknownValues.refuse(judged.spec().unsupportedValues());
  }
}
