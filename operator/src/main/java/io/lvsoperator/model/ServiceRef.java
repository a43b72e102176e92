package io.lvsoperator.model;

/**
 * Names an object of a namespace.
 *
 * @param namespace its namespace
 * @param name its name
 */
public record ServiceRef(String namespace, String name) implements Comparable<ServiceRef> {
  @Override
  public int compareTo(ServiceRef other) {
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
