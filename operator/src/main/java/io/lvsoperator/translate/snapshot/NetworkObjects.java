package io.lvsoperator.translate.snapshot;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Subnet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the objects that tell the cluster's own addresses. */
final class NetworkObjects {
  private static final String API_SERVICE = "kubernetes";

  private NetworkObjects() {}

  static ClusterNetwork read(
      List<ServiceCIDR> ranges, List<Service> services, List<EndpointSlice> slices) {
    return new ClusterNetwork(
        ranges.stream()
            .filter(range -> range.getSpec() != null)
            .flatMap(range -> given(range.getSpec().getCidrs()))
            .flatMap(NetworkObjects::subnet)
            .toList(),
        services.stream()
            .filter(service -> isApiServer(service, ClusterObjects.name(service)))
            .filter(service -> service.getSpec() != null)
            .flatMap(service -> given(service.getSpec().getClusterIPs()))
            .flatMap(text -> IpAddress.tryParse(text).stream())
            .collect(Collectors.toSet()),
        slices.stream()
            .filter(slice -> isApiServer(slice, serviceOf(slice)))
            .flatMap(slice -> given(slice.getEndpoints()))
            .map(Endpoint::getAddresses)
            .flatMap(NetworkObjects::given)
            .flatMap(text -> IpAddress.tryParse(text).stream())
            .collect(Collectors.toSet()));
  }

  private static boolean isApiServer(HasMetadata object, String service) {
    return "default".equals(object.getMetadata().getNamespace()) && API_SERVICE.equals(service);
  }

  private static String serviceOf(EndpointSlice slice) {
    return ClusterObjects.labels(slice).getOrDefault("kubernetes.io/service-name", "");
  }

  private static <T> Stream<T> given(List<T> list) {
    return Optional.ofNullable(list).stream().flatMap(List::stream);
  }

  static Stream<Subnet> subnet(String text) {
    try {
      return Stream.of(Subnet.parse(text));
    } catch (IllegalArgumentException notACidr) {
      return Stream.empty();
    }
  }
}
