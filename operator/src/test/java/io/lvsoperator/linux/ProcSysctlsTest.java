package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.Sysctl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcSysctlsTest {
  private static final Sysctl FORWARDING = Sysctl.forwarding("eth0.100");

  @TempDir private Path root;

  private ProcSysctls sysctls;

  @BeforeEach
  void makeParameter() throws IOException {
    sysctls = new ProcSysctls(root);
    Files.createDirectories(root.resolve("net/ipv4/conf/eth0.100"));
    Files.writeString(root.resolve("net/ipv4/conf/eth0.100/forwarding"), "0\n");
  }

  @Test
  void readsWithoutTheLineEndAlsoForInterfacesWithDots() {
    assertThat(sysctls.read(FORWARDING)).contains("0");
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertThat(sysctls.read(Sysctl.VS_CONNTRACK)).isEmpty();
  }

  @Test
  void writes() throws IOException {
    sysctls.write(FORWARDING, "1");
    assertThat(Files.readString(root.resolve("net/ipv4/conf/eth0.100/forwarding")))
        .isEqualTo("1\n");
  }

  @Test
  void neverMakesWhatIsNotThere() {
    assertThatThrownBy(() -> sysctls.write(Sysctl.VS_CONNTRACK, "1"))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.errno()).isEqualTo("ENOENT"))
        .hasMessage(
            "sysctl -w net.ipv4.vs.conntrack=1: ENOENT (this kernel has no such parameter)");
    assertThat(root.resolve("net/ipv4/vs")).doesNotExist();
  }
}
