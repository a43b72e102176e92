package io.lvsoperator.api.v1alpha1;

/** An enumeration of the API whose constants have a text that differs from their Java name. */
public interface ApiEnum {

  /** The value as it stands in YAML, for example {@code InService}. */
  String text();
}
