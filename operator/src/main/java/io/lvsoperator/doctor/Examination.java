package io.lvsoperator.doctor;

import java.util.List;

/** Looks at one side of a node's facts. */
@FunctionalInterface
interface Examination {
  /** {@return what is to be said about it} */
  List<Finding> findings(Facts facts);
}
