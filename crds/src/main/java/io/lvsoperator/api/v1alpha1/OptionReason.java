package io.lvsoperator.api.v1alpha1;

/** Why an option of a node's ipvs has the value that it has. */
public enum OptionReason implements ApiEnum {
  /** A DirectorGroup sets it. */
  GROUP("Group"),

  /** The agent set it, because no group says anything. */
  DEFAULT("Default"),

  /** Nobody set it. */
  UNTOUCHED("Untouched"),

  /** It is not written, because another program has virtual servers on the node. */
  FOREIGN_VIRTUAL_SERVERS("ForeignVirtualServers"),

  /** The node's kernel does not have it. */
  NOT_IN_KERNEL("NotInKernel");

  private final String text;

  OptionReason(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
