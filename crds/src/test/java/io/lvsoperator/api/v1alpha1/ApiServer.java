package io.lvsoperator.api.v1alpha1;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A kube-apiserver with etcd, and the kubectl beside them. {@code KUBE_API_TEST_DIR} says where
 * they are; without it kube-api-test looks in {@code ~/.kubeapitest} and downloads what it misses.
 */
final class ApiServer implements AutoCloseable {

  private static final String DIRECTORY = "KUBE_API_TEST_DIR";

  private final Path kubectl;
  private final KubeAPIServer server;
  private final Path kubeconfig;
  private final KubernetesClient client;

  private ApiServer() {
    var configured = Optional.ofNullable(System.getenv(DIRECTORY));
    Path directory = Path.of(configured.orElse(System.getProperty("user.home") + "/.kubeapitest"));
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(directory.toString())
                .withOfflineMode(configured.isPresent())
                .withUpdateKubeConfig(false)
                .withStartupTimeout(240_000) // on a busy machine
                .build());
    server.start();
    kubectl = kubectlIn(directory.resolve("k8s"));
    kubeconfig = written(server.getKubeConfigYaml());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
  }

  /** A client with every right. */
  KubernetesClient client() {
    return client;
  }

  /** A client with the token of the agent on a Node, as pods there have it, and nothing else. */
  KubernetesClient agentOn(String node) {
    return holding("lvs-agent", Optional.of("Node"), node);
  }

  /** A client with a token of this ServiceAccount, bound to an object where a kind is named. */
  KubernetesClient holding(String account, Optional<String> kind, String object) {
    var spec = new TokenRequestBuilder().withNewSpec().withExpirationSeconds(3600L);
    kind.ifPresent(
        k ->
            spec.withNewBoundObjectRef()
                .withApiVersion("v1")
                .withKind(k)
                .withName(object)
                .endBoundObjectRef());
    var token =
        client
            .serviceAccounts()
            .inNamespace("lvs-system")
            .withName(account)
            .tokenRequest(spec.endSpec().build())
            .getStatus()
            .getToken();
    Config admin = client.getConfiguration();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(admin.getMasterUrl())
            .withCaCertData(admin.getCaCertData())
            .withCaCertFile(admin.getCaCertFile())
            .withTrustCerts(admin.isTrustCerts())
            .withOauthToken(token)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** What a run of kubectl said on both its streams, and its exit status. */
  record Output(int exit, String text) {}

  /** Runs kubectl with every right, in this module's directory. */
  Output kubectl(String... arguments) {
    var command =
        Stream.concat(
            Stream.of(kubectl.toString(), "--kubeconfig", kubeconfig.toString()),
            Stream.of(arguments));
    try {
      var process = new ProcessBuilder(command.toList()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var text = new String(process.getInputStream().readAllBytes());
      return new Output(process.waitFor(), text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /**
   * Runs kubectl and returns what it said.
   *
   * @throws AssertionError when it fails, with what it said
   */
  String kubectlOk(String... arguments) {
    var output = kubectl(arguments);
    if (output.exit() != 0) {
      throw new AssertionError(
          "kubectl " + List.of(arguments) + " exited " + output.exit() + ": " + output.text());
    }
    return output.text();
  }

  /** Installs the definitions and waits until objects of them are served. */
  void install() {
    kubectlOk("apply", "--server-side", "-k", ".");
    kubectlOk("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.stop();
    Files.delete(kubeconfig);
  }

  private static Path kubectlIn(Path versions) {
    try (Stream<Path> found = Files.list(versions)) {
      return found
          .map(version -> version.resolve("kubectl"))
          .filter(Files::isExecutable)
          .max(Path::compareTo)
          .orElseThrow(() -> new IllegalStateException("no kubectl in " + versions));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Path written(String kubeconfig) {
    try {
      Path file = Files.createTempFile("lvs-operator-kubeconfig", ".yaml");
      return Files.writeString(file, kubeconfig);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
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
          .computeIfAbsent(ApiServer.class, type -> new ApiServer(), ApiServer.class);
    }
  }
}
