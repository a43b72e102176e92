package io.lvsoperator.kernel;

/** What the kernel made of one change of several that went out together. */
public sealed interface Answer {
  /** It has done it. */
  record Done() implements Answer {}

  /**
   * It has not done it.
   *
   * @param why the command and the reason
   */
  record Refused(KernelException why) implements Answer {}
}
