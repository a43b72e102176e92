package io.lvsoperator.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the API server is reached. */
final class KubeOptions {
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach the API server. Default: as a pod of the cluster does")
  private Optional<Path> kubeconfig = Optional.empty();

  /**
   * {@return a client, where something says how to reach the API server}
   *
   * @throws Sentence if what says so is not usable
   */
  Optional<KubernetesClient> clientIfAny() {
    return kubeconfig.isEmpty() && !Files.isReadable(SERVICE_ACCOUNT)
        ? Optional.empty()
        : Optional.of(client());
  }

  /**
   * {@return a client; it connects when it is first used}
   *
   * @throws Sentence if nothing says how to reach the API server
   */
  KubernetesClient client() {
    Config config = new ConfigBuilder(found()).build();
    config.setConnectionTimeout(5_000);
    config.setRequestTimeout(10_000);
    // Whoever calls tries again by itself, and says so.
    config.setRequestRetryBackoffLimit(1);
    try {
      return new KubernetesClientBuilder().withConfig(config).build();
    } catch (KubernetesClientException e) {
      throw new Sentence(
          "the certificates or keys for %s are not usable: %s"
              .formatted(config.getMasterUrl(), OneLine.of(e)),
          e);
    }
  }

  private Config found() {
    if (kubeconfig.isPresent()) {
      return read(kubeconfig.get());
    }
    if (!Files.isReadable(SERVICE_ACCOUNT)) {
      throw new Sentence(
          "how is the API server reached? Give --kubeconfig or KUBECONFIG; this is no pod with a"
              + " service account ("
              + SERVICE_ACCOUNT
              + " is not there)");
    }
    // In a pod nobody's ~/.kube/config must count.
    System.setProperty(Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY, "false");
    return Config.autoConfigure(null);
  }

  private static Config read(Path file) {
    if (!Files.isReadable(file)) {
      throw new Sentence("the kubeconfig " + file + " cannot be read");
    }
    try {
      return Config.fromKubeconfig(file.toFile());
    } catch (RuntimeException e) { // whatever the parser throws, the file is to blame
      throw new Sentence("the kubeconfig " + file + " is not usable: " + OneLine.of(e), e);
    }
  }
}
