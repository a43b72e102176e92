package io.lvsoperator.kernel;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Rule;
import java.util.List;
import java.util.Set;

/** Routes and routing rules. */
public interface Routes {
  /** {@return the routes with our protocol number, in any table} */
  List<Route> owned();

  /** {@return the default routes of the main table} */
  List<Route> defaults();

  /** {@return the gateways of all routes of the main table that are not ours} */
  Set<IpAddress> nextHops();

  /** {@return the rules with our protocol number} */
  List<Rule> ownedRules();

  /**
   * Adds a route.
   *
   * @throws KernelException {@code EEXIST} if there is one to that destination in that table,
   *     {@code ENETUNREACH} if the gateway is on no link
   */
  void add(Route route);

  /**
   * Deletes a route.
   *
   * @throws KernelException {@code ESRCH} if it is not there
   */
  void delete(Route route);

  /**
   * Adds a rule.
   *
   * @throws KernelException {@code EEXIST} if it is there
   */
  void add(Rule rule);

  /**
   * Deletes a rule.
   *
   * @throws KernelException {@code ENOENT} if it is not there
   */
  void delete(Rule rule);
}
