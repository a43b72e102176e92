package io.lvsoperator.protocol.model;

/**
 * A director's machine and its Node.
 *
 * @param on whether the machine runs
 * @param boot how often it has booted
 * @param nodeGone whether its Node is confirmed gone, or tainted out-of-service
 * @param selected whether a group selects it
 * @param kernel what its kernel sends
 */
record Machine(boolean on, int boot, boolean nodeGone, boolean selected, Kernel kernel) {

  static final Machine FIRST = new Machine(true, 1, false, true, Kernel.EMPTY);

  Machine off() {
    return new Machine(false, boot, nodeGone, selected, Kernel.EMPTY);
  }

  Machine booted() {
    return new Machine(true, boot + 1, nodeGone, selected, Kernel.EMPTY);
  }

  Machine gone(boolean isGone) {
    return new Machine(on, boot, isGone, selected, kernel);
  }

  Machine selected(boolean isSelected) {
    return new Machine(on, boot, nodeGone, isSelected, kernel);
  }

  Machine with(Kernel next) {
    return new Machine(on, boot, nodeGone, selected, next);
  }

  @Override
  public String toString() {
    return "machine %s in boot %d%s%s; its kernel: %s"
        .formatted(
            on ? "on" : "off",
            boot,
            nodeGone ? ", Node gone" : "",
            selected ? "" : ", not selected",
            kernel);
  }
}
