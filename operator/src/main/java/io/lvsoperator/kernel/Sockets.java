package io.lvsoperator.kernel;

import io.lvsoperator.model.Listener;
import java.util.Set;

/** The sockets of this network namespace. */
public interface Sockets {
  /** {@return those that wait for clients: listening TCP, unconnected UDP} */
  Set<Listener> listeners();
}
