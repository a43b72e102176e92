package io.lvsoperator.controller;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
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
final class ApiServer implements AutoCloseable {
  private static final String DIRECTORY = "KUBE_API_TEST_DIR";
  private static final List<String> DEFINITIONS =
      List.of("lvsservices", "realservers", "directorgroups", "lvsnodes", "forwardingrequests");

  private final KubeAPIServer server;
  private final KubernetesClient client;

  /** A server of its own, without our definitions; whoever makes it closes it. */
  static ApiServer bare() {
    return new ApiServer();
  }

  private static ApiServer installed() {
    ApiServer api = new ApiServer();
    try {
      api.install();
      return api;
    } catch (RuntimeException e) {
      api.close();
      throw e;
    }
  }

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
  }

  /** A client with every right. */
  KubernetesClient client() {
    return client;
  }

  /** A definition as it is in the crds module. */
  CustomResourceDefinition definition(String plural) {
    String file = plural + ".yaml";
    return client
        .getKubernetesSerialization()
        .unmarshal(LvsService.class.getResourceAsStream(file), CustomResourceDefinition.class);
  }

  /** Installs the definitions and waits until they are served. */
  void install() {
    DEFINITIONS.forEach(this::install);
  }

  private void install(String plural) {
    client.resource(definition(plural)).createOr(existing -> existing.update());
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

  /** How to reach it. */
  Config config() {
    return Config.fromKubeconfig(server.getKubeConfigYaml());
  }

  /** The port on this machine. */
  int port() {
    return URI.create(config().getMasterUrl()).getPort();
  }

  /** A client that reaches it by another port, as a user or as admin, and counts its writes. */
  KubernetesClient counting(int port, Optional<String> user, AtomicInteger writes) {
    Config config =
        new ConfigBuilder(config())
            .withImpersonateUsername(user.orElse(null))
            .withMasterUrl("https://127.0.0.1:" + port)
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout(5_000)
            .withWatchReconnectInterval(200)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("count", new Counting(writes)))
        .build();
  }

  /** Counts requests that may change something. */
  private record Counting(AtomicInteger writes) implements Interceptor {
    @Override
    public void before(
        io.fabric8.kubernetes.client.http.BasicBuilder builder,
        HttpRequest request,
        RequestTags tags) {
      if (!request.method().equals("GET")) {
        writes.incrementAndGet();
      }
    }
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }

  /** Starts the one server when the first test wants it; it ends with the run. */
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ApiServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(ApiServer.class))
          .computeIfAbsent(ApiServer.class, type -> installed(), ApiServer.class);
    }
  }
}
