package io.lvsoperator.translate.snapshot;

import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Subnet;
import java.util.List;
import java.util.Set;

/**
 * The addresses that the cluster itself lives by.
 *
 * @param serviceCidrs where Services get their addresses; empty where the API server does not say
 * @param apiServices the cluster IPs of Service {@code default/kubernetes}
 * @param apiServerEndpoints the addresses of the API servers behind it
 */
public record ClusterNetwork(
    List<Subnet> serviceCidrs, Set<IpAddress> apiServices, Set<IpAddress> apiServerEndpoints) {
  /** Nothing is known, as in files without these objects. */
  public static final ClusterNetwork UNKNOWN = new ClusterNetwork(List.of(), Set.of(), Set.of());

  /** Copies the collections. */
  public ClusterNetwork {
    serviceCidrs = List.copyOf(serviceCidrs);
    apiServices = Set.copyOf(apiServices);
    apiServerEndpoints = Set.copyOf(apiServerEndpoints);
  }
}
