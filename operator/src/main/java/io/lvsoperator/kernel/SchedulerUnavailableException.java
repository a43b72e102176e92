package io.lvsoperator.kernel;

import io.lvsoperator.model.Scheduler;

/** This kernel has no scheduler of that name, and could not load one. */
public final class SchedulerUnavailableException extends KernelException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception with the errno that ipvs answers, {@code ENOENT}.
   *
   * @param operation the command that it stands for
   * @param scheduler what is missing
   */
  public SchedulerUnavailableException(String operation, Scheduler scheduler) {
    super(operation, "ENOENT", "this kernel has no scheduler \"" + scheduler + "\"");
  }
}
