package io.lvsoperator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEndpointsTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final AtomicBoolean alive = new AtomicBoolean();
  private final AtomicBoolean ready = new AtomicBoolean();
  private final AtomicInteger scrapes = new AtomicInteger();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private HttpEndpoints endpoints;

  private HttpEndpoints.Content content() {
    return new HttpEndpoints.Content(alive::get, ready::get, registry, scrapes::incrementAndGet);
  }

  @BeforeEach
  void serve() throws IOException {
    endpoints = HttpEndpoints.serve(ANY_PORT, content());
  }

  @AfterEach
  void close() {
    endpoints.close();
  }

  private HttpResponse<String> get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + endpoints.address().getPort() + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void probesSayWhetherItIsAliveAndReady() {
    assertThat(get("/livez").statusCode()).isEqualTo(503);
    alive.set(true);
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    ready.set(true);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(get("/healthz").statusCode()).isEqualTo(404);
  }

  @Test
  void metricsAreRefreshedBeforeTheyAreServed() {
    registry.gauge("lvs.test", scrapes, AtomicInteger::get);
    HttpResponse<String> response = get("/metrics");
    assertThat(response.body()).contains("lvs_test 1.0");
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
  }

  @Test
  void anAddressThatIsTakenIsAnError() {
    assertThatThrownBy(() -> HttpEndpoints.serve(endpoints.address(), content()))
        .isInstanceOf(IOException.class);
  }
}
