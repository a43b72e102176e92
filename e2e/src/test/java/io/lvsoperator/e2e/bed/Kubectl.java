package io.lvsoperator.e2e.bed;

/** kubectl with the administrator's rights. */
public interface Kubectl {

  /** Runs kubectl and returns whatever came of it. */
  Result run(String... arguments);

  /** Runs kubectl with an input ("-f -") and returns whatever came of it. */
  Result runWith(String input, String... arguments);

  /**
   * Server-side apply of a text of YAML documents.
   *
   * @throws AssertionError with kubectl's message when the API server refuses
   */
  void apply(String yaml);

  /**
   * One field of one object.
   *
   * @param path JSONPath without its outer braces, such as {@code
   *     .status.conditions[?(@.type=="Ready")].status}
   * @return empty when the object or the field is absent
   */
  String field(String kind, String name, String path);
}
