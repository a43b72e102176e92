package io.lvsoperator.doctor;

/** Where a piece of the kernel is, as far as can be seen without asking for it. */
public enum ModuleState {
  /** A module that is loaded. */
  LOADED("loaded"),
  /** Part of the kernel itself. */
  BUILT_IN("built in"),
  /** Its file is there: the kernel loads it when it is first used. */
  LOADABLE("loadable"),
  /** Its file is there, but {@code kernel.modules_disabled} is 1 until the next boot. */
  LOCKED("not loaded, and kernel.modules_disabled=1 until the next boot"),
  /** This kernel has no such thing. */
  ABSENT("absent"),
  /** It is not loaded, and {@code /lib/modules} of this kernel is not here to look into. */
  UNKNOWN("not loaded, and there is no /lib/modules of this kernel here that tells more");

  private final String words;

  ModuleState(String words) {
    this.words = words;
  }

  /** {@return whether the kernel has it, now or when it is first used} */
  public boolean usable() {
    return this == LOADED || this == BUILT_IN || this == LOADABLE;
  }

  /** {@return the state in words} */
  @Override
  public String toString() {
    return words;
  }
}
