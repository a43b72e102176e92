package io.lvsoperator.e2e.lab;

import io.lvsoperator.e2e.bed.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** etcd and kube-apiserver, running on this machine beside the lab's kernel. */
final class ControlPlane implements ApiServer {

  /** Of the Services of the lab's cluster. */
  static final String SERVICE_RANGE = "10.96.0.0/16";

  private static final Duration READY = Duration.ofSeconds(90);

  private final Settings settings;
  private final Children children;
  private final String nodesAddress;
  private final Path folder;
  private final int port = Kernel.freePort();
  private final int etcdPort = Kernel.freePort();
  private final String name;
  private Optional<Process> etcd = Optional.empty();
  private Optional<Process> server = Optional.empty();

  /**
   * @param nodesAddress the address by which the nodes reach this machine
   * @param name of its folder
   */
  ControlPlane(Settings settings, Children children, String nodesAddress, String name) {
    this.settings = settings;
    this.children = children;
    this.nodesAddress = nodesAddress;
    this.name = name;
    this.folder = settings.folder().resolve(name);
  }

  /** Makes certificates and starts both, without waiting. */
  void begin() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("folder of the control plane", e);
    }
    children.run(
        "certificates",
        List.of(
            settings.labd().toString(),
            "pki",
            "--folder",
            folder.toString(),
            "--addresses",
            "127.0.0.1,10.96.0.1," + nodesAddress));
    store();
    launch();
  }

  private void store() {
    String clients = "http://127.0.0.1:" + etcdPort;
    String peers = "http://127.0.0.1:" + Kernel.freePort();
    etcd =
        Optional.of(
            children.start(
                name + "-etcd",
                List.of(
                    program("etcd"),
                    "--data-dir=" + data(),
                    "--unsafe-no-fsync",
                    "--listen-client-urls=" + clients,
                    "--advertise-client-urls=" + clients,
                    "--listen-peer-urls=" + peers,
                    "--initial-advertise-peer-urls=" + peers,
                    "--initial-cluster=default=" + peers)));
  }

  private Path data() {
    return folder.resolve("etcd");
  }

  private void launch() {
    server =
        Optional.of(
            children.start(
                log(),
                List.of(
                    program("kube-apiserver"),
                    "--etcd-servers=http://127.0.0.1:" + etcdPort,
                    // In the sandbox nothing else can reach it, and nodes on the host's kernel come
                    // by
                    // another address.
                    "--bind-address=" + bindAddress(),
                    "--advertise-address=" + Topology.MANAGEMENT_ROOT,
                    "--secure-port=" + port,
                    "--service-cluster-ip-range=" + SERVICE_RANGE,
                    "--authorization-mode=Node,RBAC",
                    "--allow-privileged",
                    "--client-ca-file=" + folder.resolve("ca.crt"),
                    "--tls-cert-file=" + folder.resolve("server.crt"),
                    "--tls-private-key-file=" + folder.resolve("server.key"),
                    "--service-account-issuer=https://kubernetes.default.svc",
                    "--service-account-key-file=" + folder.resolve("sa.key"),
                    "--service-account-signing-key-file=" + folder.resolve("sa.key"),
                    "--endpoint-reconciler-type=none")));
  }

  private String log() {
    return name + "-kube-apiserver";
  }

  private String bindAddress() {
    return switch (settings.kernel()) {
      case HOST, UML -> "0.0.0.0";
      case KVM, TCG -> "127.0.0.1";
    };
  }

  /** Waits until it is ready. */
  void awaitReady() {
    List<String> probe =
        List.of(program("kubectl"), "--kubeconfig=" + adminKubeconfig(), "get", "--raw=/readyz");
    boolean ready =
        Pause.until(
            READY,
            Duration.ofMillis(100),
            () -> {
              if (!isRunning()) {
                throw new IllegalStateException("kube-apiserver ended:\n" + children.said(log()));
              }
              return children.succeeds(probe);
            });
    if (!ready) {
      throw new IllegalStateException(
          "kube-apiserver is not ready after %s:%n%s".formatted(READY, children.said(log())));
    }
  }

  @Override
  public void stop() {
    server.ifPresent(Children::end);
  }

  private boolean isRunning() {
    return server.filter(Process::isAlive).isPresent();
  }

  @Override
  public void backUp() {
    withoutStore(() -> copy(data(), backup()));
  }

  @Override
  public void restore() {
    withoutStore(() -> copy(backup(), data()));
  }

  private Path backup() {
    return folder.resolve("etcd-backup");
  }

  private void withoutStore(Runnable work) {
    end();
    work.run();
    store();
    start();
  }

  /** Ends both; the data stay. */
  void end() {
    stop();
    etcd.ifPresent(Children::end);
  }

  private static void copy(Path from, Path to) {
    try {
      LabBed.delete(to);
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.toList()) {
          Files.copy(file, to.resolve(from.relativize(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("copy %s to %s".formatted(from, to), e);
    }
  }

  @Override
  public void start() {
    if (!isRunning()) {
      launch();
    }
    awaitReady();
  }

  /** Writes a kubeconfig of the administrator for use on this machine, and returns its path. */
  Path adminKubeconfig() {
    return kubeconfig(
        "admin",
        "127.0.0.1",
        "client-certificate-data: %s, client-key-data: %s"
            .formatted(data("admin.crt"), data("admin.key")));
  }

  /** Where its API is for whoever is on this machine, with a token. */
  ApiAccess access(String token) {
    return new ApiAccess(URI.create("https://127.0.0.1:" + port), folder.resolve("ca.crt"), token);
  }

  /** Writes a kubeconfig with a bearer token for use on a node, and returns its path. */
  Path nodeKubeconfig(String name, String token) {
    return kubeconfig(name, nodesAddress, "token: " + token);
  }

  /** Writes a kubeconfig with a bearer token for use on this machine, and returns its path. */
  Path localKubeconfig(String name, String token) {
    return kubeconfig(name, "127.0.0.1", "token: " + token);
  }

  private Path kubeconfig(String name, String address, String user) {
    Path path = folder.resolve(name + ".kubeconfig");
    String text =
        """
        apiVersion: v1
        kind: Config
        current-context: lab
        contexts: [{name: lab, context: {cluster: lab, user: %s}}]
        clusters: [{name: lab, cluster: {server: "https://%s:%d", certificate-authority-data: %s}}]
        users: [{name: %s, user: {%s}}]
        """
            .formatted(name, address, port, data("ca.crt"), name, user);
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException("kubeconfig " + path, e);
    }
    return path;
  }

  private String data(String file) {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  private String program(String name) {
    return settings.kubernetes().resolve(name).toString();
  }
}
