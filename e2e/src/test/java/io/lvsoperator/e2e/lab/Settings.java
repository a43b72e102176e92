package io.lvsoperator.e2e.lab;

import java.nio.file.Path;

/**
 * What the setup scripts found or made, handed over as {@code LVS_LAB_*} environment variables.
 *
 * @param kernel whose kernel the nodes live on
 * @param repository the root of the work tree
 * @param folder where the lab keeps its files; the guest sees it at the same path
 * @param cache what outlives the work tree
 * @param labd the lab's small program
 * @param kubernetes the folder of kube-apiserver, etcd and kubectl
 * @param linux the guest's kernel
 * @param initrd the guest's initial file system (QEMU only)
 * @param modules the folder above lib/modules (guests only)
 */
record Settings(
    Kernel kernel,
    Path repository,
    Path folder,
    Path cache,
    Path labd,
    Path kubernetes,
    Path linux,
    Path initrd,
    Path modules) {

  /** Where the nodes' kernel comes from. */
  enum Kernel {
    /** This machine's own. */
    HOST,
    /** User Mode Linux. */
    UML,
    /** QEMU with KVM. */
    KVM,
    /** QEMU without KVM. */
    TCG
  }

  /**
   * Reads the environment.
   *
   * @throws IllegalStateException naming the first variable that is missing
   */
  static Settings fromEnvironment() {
    Path repository = Path.of(value("LVS_LAB_REPOSITORY"));
    return new Settings(
        Kernel.valueOf(value("LVS_LAB_BED").toUpperCase(java.util.Locale.ROOT)),
        repository,
        repository.resolve("e2e/target").resolve(value("LVS_LAB_NAME")),
        Path.of(value("LVS_LAB_CACHE")),
        Path.of(value("LVS_LAB_LABD")),
        Path.of(value("LVS_LAB_KUBERNETES")),
        Path.of(value("LVS_LAB_LINUX")),
        Path.of(value("LVS_LAB_INITRD")),
        Path.of(value("LVS_LAB_MODULES")));
  }

  private static String value(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set: start the tests with e2e/verify");
    }
    return value;
  }

  /** How much longer things take than on this machine itself: a factor for deadlines. */
  int slowness() {
    return switch (kernel) {
      case HOST, KVM -> 1;
      case UML -> 2;
      case TCG -> 5;
    };
  }
}
