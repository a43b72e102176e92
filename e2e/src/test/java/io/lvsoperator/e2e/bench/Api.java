package io.lvsoperator.e2e.bench;

import io.lvsoperator.e2e.lab.ApiAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The API server, asked over one connection: to start kubectl takes longer than what is timed. */
final class Api {
  static final String OBJECTS = "/apis/lvsoperator.io/v1alpha1/namespaces/default/";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int AT_A_TIME = 8;

  private final ApiAccess access;
  private final HttpClient client;

  Api(ApiAccess access) {
    this.access = access;
    this.client = HttpClient.newBuilder().sslContext(trusting(access)).build();
  }

  private static SSLContext trusting(ApiAccess access) {
    try (InputStream file = Files.newInputStream(access.ca())) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "lab", CertificateFactory.getInstance("X.509").generateCertificate(file));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException("the lab's certificate", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the lab's certificate", e);
    }
  }

  /** Creates objects of a kind, some at a time. */
  void createAll(String kind, List<String> objects) {
    all(objects, object -> create(kind, object));
  }

  /** Does something with each of these, some at a time. */
  <T> void all(List<T> these, Consumer<T> call) {
    Semaphore free = new Semaphore(AT_A_TIME);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          these.stream()
              .map(
                  one ->
                      threads.submit(
                          () -> {
                            free.acquireUninterruptibly();
                            try {
                              call.accept(one);
                            } finally {
                              free.release();
                            }
                          }))
              .toList();
      for (var one : calls) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("one of many calls", e.getCause());
    }
  }

  String create(String kind, String object) {
    return send("POST", OBJECTS + kind, "application/json", object);
  }

  /** A merge patch, as kubectl's. */
  String patch(String path, String patch) {
    return send("PATCH", OBJECTS + path, "application/merge-patch+json", patch);
  }

  void delete(String path) {
    send("DELETE", OBJECTS + path, "application/json", "");
  }

  String get(String path) {
    return send("GET", path, "application/json", "");
  }

  private String send(String method, String path, String type, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(access.server().resolve(path))
            .header("Authorization", "Bearer " + access.token())
            .header("Content-Type", type)
            .timeout(LIMIT)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(
            "%s %s: %d %s".formatted(method, path, response.statusCode(), response.body()));
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
