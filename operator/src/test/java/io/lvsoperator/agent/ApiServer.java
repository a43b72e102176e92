package io.lvsoperator.agent;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.lvsoperator.Gate;
import io.lvsoperator.api.v1alpha1.LvsService;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A kube-apiserver with etcd and our definitions. {@code KUBE_API_TEST_DIR} says where they are;
 * without it kube-api-test looks in {@code ~/.kubeapitest} and downloads what it misses.
 */
public final class ApiServer implements AutoCloseable {
  private static final String DIRECTORY = "KUBE_API_TEST_DIR";

  private final KubeAPIServer server;
  private final KubernetesClient client;

  private ApiServer() {
    Optional<String> configured = Optional.ofNullable(System.getenv(DIRECTORY));
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(configured.orElse(System.getProperty("user.home") + "/.kubeapitest"))
                .withOfflineMode(configured.isPresent())
                .withUpdateKubeConfig(false)
                .withStartupTimeout(240_000) // on a busy machine
                .build());
    server.start();
    client = new KubernetesClientBuilder().withConfig(config()).build();
    try {
      List.of("lvsservices", "realservers", "directorgroups", "lvsnodes", "forwardingrequests")
          .forEach(this::install);
      client
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(Heartbeat.NAMESPACE)
                  .endMetadata()
                  .build())
          .create();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Config config() {
    return Config.fromKubeconfig(server.getKubeConfigYaml());
  }

  /** Defines a kind of ours, again. */
  void install(String plural) {
    CustomResourceDefinition definition =
        client
            .getKubernetesSerialization()
            .unmarshal(
                LvsService.class.getResourceAsStream(plural + ".yaml"),
                CustomResourceDefinition.class);
    client.resource(definition).create();
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(plural + ".lvsoperator.io")
        .waitUntilCondition(ApiServer::isEstablished, 60, TimeUnit.SECONDS);
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  /** A client with every right. */
  public KubernetesClient client() {
    return client;
  }

  /** The port on this machine. */
  int port() {
    return URI.create(config().getMasterUrl()).getPort();
  }

  /**
   * A client that goes through a gate, as a user or as admin, and counts what it asks to be changed
   * beside its Lease.
   */
  KubernetesClient through(Gate gate, Optional<String> user, AtomicInteger writes) {
    Config config =
        new ConfigBuilder(config())
            .withImpersonateUsername(user.orElse(null))
            .withMasterUrl("https://127.0.0.1:" + gate.port())
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout(5_000)
            .withWatchReconnectInterval(200)
            .build();
    Interceptor counting =
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (!request.method().equals("GET") && !request.uri().getPath().contains("/leases/")) {
              writes.incrementAndGet();
            }
          }
        };
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("count", counting))
        .build();
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }

  /** Starts the one server when the first test wants it; it ends with the run. */
  public static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ApiServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(ApiServer.class))
          .computeIfAbsent(ApiServer.class, type -> new ApiServer(), ApiServer.class);
    }
  }
}
