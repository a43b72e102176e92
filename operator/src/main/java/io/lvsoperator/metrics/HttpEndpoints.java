package io.lvsoperator.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * {@code /livez}, {@code /readyz} and {@code /metrics}. A probe answers 200 with {@code ok}, or
 * 503.
 */
public final class HttpEndpoints implements AutoCloseable {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String PLAIN = "text/plain; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService executor =
      Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().name("http-", 1).factory());

  private HttpEndpoints(HttpServer server) {
    this.server = server;
  }

  /**
   * What is served.
   *
   * @param alive whether the process moves; never asks the API server
   * @param ready whether its first work is done
   * @param registry the metrics
   * @param refresh called before each scrape
   */
  public record Content(
      BooleanSupplier alive,
      BooleanSupplier ready,
      PrometheusMeterRegistry registry,
      Runnable refresh) {}

  /**
   * Listens and serves.
   *
   * @throws IOException if the address cannot be listened on
   */
  public static HttpEndpoints serve(InetSocketAddress address, Content content) throws IOException {
    HttpEndpoints endpoints = new HttpEndpoints(HttpServer.create(address, 16));
    endpoints.probe("/livez", content.alive());
    endpoints.probe("/readyz", content.ready());
    endpoints.server.createContext(
        "/metrics",
        exchange -> {
          content.refresh().run();
          answer(exchange, HttpURLConnection.HTTP_OK, PROMETHEUS, content.registry().scrape());
        });
    endpoints.server.createContext(
        "/",
        exchange ->
            answer(
                exchange,
                HttpURLConnection.HTTP_NOT_FOUND,
                PLAIN,
                "there are /livez, /readyz and /metrics\n"));
    endpoints.server.setExecutor(endpoints.executor);
    endpoints.server.start();
    return endpoints;
  }

  /** {@return where it listens} */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void probe(String path, BooleanSupplier well) {
    server.createContext(
        path,
        exchange -> {
          boolean ok = well.getAsBoolean();
          int code = ok ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE;
          answer(exchange, code, PLAIN, ok ? "ok\n" : "not yet\n");
        });
  }

  private static void answer(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(code, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
