package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LinuxIpvsTest {
  /** Asking the kernel would load ip_vs, or fail for want of privilege. */
  @Test
  void asksNothingWhileIpvsIsNotLoaded() {
    try (LinuxIpvs ipvs = new LinuxIpvs(Path.of("/nonexistent/ip_vs"))) {
      assertThat(ipvs.virtualServers()).isEmpty();
    }
  }
}
