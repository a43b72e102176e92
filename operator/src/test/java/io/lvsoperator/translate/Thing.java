package io.lvsoperator.translate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.lvsoperator.api.v1alpha1.DirectorGroup;
import io.lvsoperator.api.v1alpha1.ForwardingRequest;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsService;
import io.lvsoperator.api.v1alpha1.RealServer;
import io.lvsoperator.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An object for a test, put together from pieces of YAML. */
public record Thing(Class<? extends HasMetadata> kind, Map<String, String> fields) {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          LvsService.class,
          RealServer.class,
          DirectorGroup.class,
          LvsNode.class,
          ForwardingRequest.class,
          Node.class,
          Namespace.class,
          Service.class,
          EndpointSlice.class,
          ServiceCIDR.class);

  /** A NAT service for 10.23.21.180 port 80 that selects {@code app: web}. */
  public static Thing service(String name) {
    return of("LvsService", name)
        .with("spec.vip", "10.23.21.180")
        .with("spec.mode", "NAT")
        .with("spec.ports", "[{name: http, protocol: TCP, port: 80}]")
        .with("spec.realServerSelector", "{matchLabels: {app: web}}");
  }

  /** A real server of {@code app: web}. */
  public static Thing realServer(String name, String address) {
    return of("RealServer", name)
        .with("metadata.labels", "{app: web}")
        .with("spec.address", address);
  }

  /** The Nodes with the label {@code director} carry 10.23.21.0/24 for everybody. */
  public static Thing group(String name) {
    return of("DirectorGroup", name)
        .with("spec.nodeSelector", "{matchLabels: {director: 'yes'}}")
        .with("spec.allow", rule("vips: [10.23.21.0/24], realServers: [10.23.0.0/16]"));
  }

  /** One rule, named web, for all namespaces. */
  public static String rule(String grants) {
    return "[{name: web, namespaceSelector: {}, " + grants + "}]";
  }

  /** A Node without labels. */
  public static Thing node(String name, String address) {
    return of("Node", name)
        .with("status.addresses", "[{type: InternalIP, address: " + address + "}]");
  }

  /** A Node that is a director. */
  public static Thing director(String name, String address) {
    return node(name, address).with("metadata.labels", "{director: 'yes'}");
  }

  /** A node's report: one interface with these addresses in 10.23.0.0/16. */
  public static Thing report(String node, String mac, String... addresses) {
    String list =
        String.join(
            ", ", Stream.of(addresses).map(a -> "{address: " + a + ", prefixLength: 16}").toList());
    return of("LvsNode", node)
        .with("status.interfaces", "[{name: eth0, mac: '" + mac + "', addresses: [" + list + "]}]");
  }

  /** What a director asks of a node. */
  public static Thing request(Request request) {
    return of("ForwardingRequest", Request.objectName(request.director(), request.node()))
        .with(
            "metadata.labels",
            "{%s: '%s', %s: '%s'}"
                .formatted(
                    ForwardingRequest.DIRECTOR_LABEL,
                    label(request.director()),
                    ForwardingRequest.NODE_LABEL,
                    label(request.node())))
        .with("spec", YAML.asJson(ForwardingRequests.spec(request)));
  }

  /** The first 40 hexadecimal digits of the name's SHA-256. */
  private static String label(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An object of this kind with nothing but a name, in namespace {@code shop} if it has one. */
  public static Thing of(String kind, String name) {
    Class<? extends HasMetadata> type =
        KINDS.stream().filter(k -> k.getSimpleName().equals(kind)).findFirst().orElseThrow();
    Thing thing = new Thing(type, Map.of()).with("metadata.name", name);
    return kind.equals("LvsService") || kind.equals("RealServer")
        ? thing.with("metadata.namespace", "shop")
        : thing;
  }

  /** With a field, {@code part.field} or {@code field}, as YAML on one line. */
  public Thing with(String field, String yaml) {
    Map<String, String> more = new TreeMap<>(fields);
    more.put(field, yaml);
    return new Thing(kind, more);
  }

  /** In this namespace. */
  public Thing in(String namespace) {
    return with("metadata.namespace", namespace);
  }

  /** Made so many minutes after the others could have been. */
  public Thing aged(int minute) {
    return with("metadata.creationTimestamp", "'2026-11-22T10:%02d:00Z'".formatted(minute));
  }

  /** The object. */
  public HasMetadata object() {
    StringBuilder yaml = new StringBuilder("kind: " + kind.getSimpleName() + "\n");
    String open = "";
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String[] path = field.getKey().split("\\.", 2);
      if (path.length == 1) {
        yaml.append(path[0]).append(": ").append(field.getValue()).append('\n');
        continue;
      }
      if (!path[0].equals(open)) {
        open = path[0];
        yaml.append(open).append(":\n");
      }
      yaml.append("  ").append(path[1]).append(": ").append(field.getValue()).append('\n');
    }
    return YAML.unmarshal(yaml.toString(), kind);
  }
}
