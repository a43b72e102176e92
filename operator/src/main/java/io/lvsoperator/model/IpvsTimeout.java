package io.lvsoperator.model;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An idle timeout of ipvs connections, one value for the whole network namespace. In the order of
 * {@code ipvsadm --set}.
 */
public enum IpvsTimeout {
  /** Of established TCP connections; the kernel's default is 900 s. */
  TCP,
  /** Of TCP connections after a FIN; the kernel's default is 120 s. */
  TCP_FIN,
  /** Of UDP; the kernel's default is 300 s. */
  UDP;

  /** {@return what {@code ipvsadm --set} takes: 0 for what is left as it is} */
  public static String options(Map<IpvsTimeout, Integer> seconds) {
    return Arrays.stream(values())
        .map(t -> String.valueOf(seconds.getOrDefault(t, 0)))
        .collect(Collectors.joining(" "));
  }
}
