package io.lvsoperator.translate.policy;

import java.util.Optional;

/** An object may be newer than this program: values that it does not know refuse that object. */
final class KnownGroupValues implements Policy<GroupCase> {
  @Override
  public Optional<Finding> judge(GroupCase judged) {
    return UnknownValues.refuse(judged.group().spec().unsupportedValues());
  }
}
