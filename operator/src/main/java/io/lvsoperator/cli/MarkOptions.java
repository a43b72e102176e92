package io.lvsoperator.cli;

import io.lvsoperator.plan.PlanOptions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which bits of packet marks are ours on a real server. */
final class MarkOptions {
  @Option(
      names = "--mark-mask",
      paramLabel = "MASK",
      defaultValue = "0x7f",
      converter = Mask.class,
      description = {
        "The bits of packet and connection marks that tell directors apart on a real server, side by"
            + " side. Whoever changes it cuts the connections of that moment. Default:"
            + " ${DEFAULT-VALUE}, which leaves kube-proxy's, Calico's and Cilium's bits alone"
      })
  private PlanOptions options;

  PlanOptions options() {
    return options;
  }

  /** Reads a mask such as {@code 0x7f}. */
  static final class Mask implements ITypeConverter<PlanOptions> {
    @Override
    public PlanOptions convert(String text) {
      try {
        int mask = Long.decode(text).intValue();
        return new PlanOptions(
            mask, PlanOptions.DEFAULT.firstTable(), PlanOptions.DEFAULT.rulePriority());
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is no mask, such as 0x7f");
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
