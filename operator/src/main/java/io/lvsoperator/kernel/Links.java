package io.lvsoperator.kernel;

import io.lvsoperator.model.Link;
import java.util.List;

/** The network interfaces. */
public interface Links {
  /** {@return every interface of this network namespace} */
  List<Link> links();
}
