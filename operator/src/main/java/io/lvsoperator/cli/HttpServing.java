package io.lvsoperator.cli;

import io.lvsoperator.metrics.HttpEndpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves probes and metrics as soon as the address is free: an agent that waits for another to end
 * shares its address, and a data plane does not depend on a port.
 */
final class HttpServing {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServing.class);

  private HttpServing() {}

  /** Begins to serve, now or when the address is free. */
  static void inBackground(InetSocketAddress address, HttpEndpoints.Content content) {
    Thread.ofPlatform()
        .daemon()
        .name("http-start")
        .start(
            () -> {
              try {
                HttpEndpoints endpoints = Patience.until(() -> serve(address, content));
                LOG.info("probes and metrics on {}", endpoints.address());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static Patience.Try<HttpEndpoints> serve(
      InetSocketAddress address, HttpEndpoints.Content content) {
    try {
      return new Patience.Try.Done<>(HttpEndpoints.serve(address, content));
    } catch (IOException | UncheckedIOException e) {
      return new Patience.Try.NotYet<>("cannot listen on %s (--http): %s".formatted(address, e));
    }
  }
}
