package io.lvsoperator.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.lvsoperator.controller.Controller;
import io.lvsoperator.metrics.HttpEndpoints;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code controller}: publishes conditions and Events until it is told to end. */
@Command(
    name = "controller",
    description = "Publishes verdicts and the nodes' reports as conditions and Events.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class ControllerCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerCommand.class);

  @Mixin private KubeOptions kube;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9442",
      converter = HttpAddress.class,
      description = "Where /livez, /readyz and /metrics are. Default: ${DEFAULT-VALUE}")
  private InetSocketAddress http;

  @Override
  public Integer call() throws InterruptedException {
    KubernetesClient client = kube.client();
    LOG.info("controller {} starts", Version.text());
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Controller controller = new Controller(client, registry, Clock.systemUTC(), instance());
    HttpServing.inBackground(
        http, new HttpEndpoints.Content(controller::alive, controller::ready, registry, () -> {}));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  controller.close();
                  client.close();
                },
                "end"));
    controller.start();
    controller.awaitEnd();
    return 0;
  }

  /** A pod's host name is its name; elsewhere the JVM's name tells this process from others. */
  private static String instance() {
    return Optional.ofNullable(System.getenv("HOSTNAME"))
        .filter(name -> !name.isBlank())
        .orElseGet(() -> ManagementFactory.getRuntimeMXBean().getName());
  }
}
