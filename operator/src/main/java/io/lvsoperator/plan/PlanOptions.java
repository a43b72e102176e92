package io.lvsoperator.plan;

import io.lvsoperator.model.PacketMark;

/**
 * The numbers that this node lends us.
 *
 * @param markMask the bits of the packet mark that are ours on a real server: contiguous. The
 *     default 0x7f leaves alone what kube-proxy (0x4000, 0x8000), Calico (0xffff0000), Cilium
 *     (0x0f00), the portmap plugin (0x2000) and the VPC plugin (0x80) use.
 * @param firstTable the routing table of the lowest mark; each mark has a table of its own above it
 * @param rulePriority where our routing rules stand
 */
public record PlanOptions(int markMask, int firstTable, int rulePriority) {
  /** What is used unless somebody says otherwise. */
  public static final PlanOptions DEFAULT = new PlanOptions(0x7f, 7600, 7600);

  /** Checks that the mask is contiguous and leaves room for two directors. */
  public PlanOptions {
    int shifted = markMask >>> Integer.numberOfTrailingZeros(markMask);
    if (markMask == 0 || (shifted & shifted + 1) != 0 || shifted < 3) {
      throw new IllegalArgumentException(
          "mark mask 0x%x: needs two or more bits, side by side".formatted(markMask));
    }
  }

  /** {@return how many directors can be told apart} */
  int directors() {
    return highest() - 1;
  }

  /** {@return the mark that stands for a director, which has a number from 2} */
  PacketMark mark(int number) {
    return new PacketMark(number << Integer.numberOfTrailingZeros(markMask), markMask);
  }

  /** {@return the highest number of a director} */
  int highest() {
    return markMask >>> Integer.numberOfTrailingZeros(markMask);
  }

  /**
   * {@return the mark that stands for no director} Connections whose source this node writes have
   * it in conntrack, wrapped packets that it trusts have it themselves.
   */
  PacketMark own() {
    return mark(1);
  }
}
