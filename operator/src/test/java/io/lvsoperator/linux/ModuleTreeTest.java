package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.doctor.ModuleState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where modules are, in file systems of several kinds of machines. */
class ModuleTreeTest {
  private static final String RELEASE = "6.1.0-56-amd64";
  private static final String LOADED = "ip_vs 212992 2 ip_vs_rr, Live 0x0000000000000000\n";
  private static final String LISTED =
      """
      kernel/net/netfilter/ipvs/ip_vs.ko: kernel/net/netfilter/nf_conntrack.ko
      kernel/net/netfilter/ipvs/ip_vs_wlc.ko.xz: kernel/net/netfilter/ipvs/ip_vs.ko.xz
      kernel/net/ipv4/some-tunnel.ko.zst:
      """;
  private static final String SYMBOLS =
      """
      0000000000000000 t ip_vs_rr_schedule
      0000000000000000 t nf_tables_newtable
      0000000000000000 t ip_vs_wlc_schedule	[ip_vs_wlc]
      """;

  @TempDir private Path root;

  @BeforeEach
  void moduleFolder() throws IOException {
    Files.createDirectories(root.resolve("sys/module/nf_conntrack"));
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Map<String, ModuleState> states() {
    return new ModuleTree(root, RELEASE)
        .states(
            List.of(
                "ip_vs",
                "ip_vs_rr",
                "ip_vs_wlc",
                "some_tunnel",
                "nf_tables",
                "nf_conntrack",
                "ip_vs_twos"));
  }

  @Test
  void aDistributionsKernel() throws IOException {
    write("proc/modules", LOADED);
    write("lib/modules/" + RELEASE + "/modules.dep", LISTED);
    write("lib/modules/" + RELEASE + "/modules.builtin", "kernel/net/netfilter/nf_tables.ko\n");
    assertThat(states())
        .isEqualTo(
            Map.of(
                "ip_vs", ModuleState.LOADED,
                "ip_vs_rr", ModuleState.ABSENT,
                "ip_vs_wlc", ModuleState.LOADABLE,
                "some_tunnel", ModuleState.LOADABLE,
                "nf_tables", ModuleState.BUILT_IN,
                "nf_conntrack", ModuleState.BUILT_IN,
                "ip_vs_twos", ModuleState.ABSENT));
  }

  @Test
  void aKernelThatMayLoadNothingMore() throws IOException {
    write("proc/modules", LOADED);
    write("proc/sys/kernel/modules_disabled", "1\n");
    write("lib/modules/" + RELEASE + "/modules.dep", LISTED);
    assertThat(states())
        .containsEntry("ip_vs", ModuleState.LOADED)
        .containsEntry("ip_vs_wlc", ModuleState.LOCKED);
  }

  @Test
  void aContainerWithoutTheHostsModules() throws IOException {
    write("proc/modules", LOADED);
    write("proc/kallsyms", SYMBOLS);
    assertThat(states())
        .isEqualTo(
            Map.of(
                "ip_vs", ModuleState.LOADED,
                "ip_vs_rr", ModuleState.BUILT_IN,
                "ip_vs_wlc", ModuleState.UNKNOWN,
                "some_tunnel", ModuleState.UNKNOWN,
                "nf_tables", ModuleState.BUILT_IN,
                "nf_conntrack", ModuleState.BUILT_IN,
                "ip_vs_twos", ModuleState.UNKNOWN));
  }

  @Test
  void aKernelWithoutModules() throws IOException {
    write("proc/kallsyms", SYMBOLS);
    assertThat(states())
        .containsEntry("ip_vs_rr", ModuleState.BUILT_IN)
        .containsEntry("ip_vs_twos", ModuleState.ABSENT)
        .containsEntry("ip_vs", ModuleState.ABSENT);
  }

  @Test
  void nothingToGoBy() {
    assertThat(states())
        .containsEntry("ip_vs", ModuleState.UNKNOWN)
        .containsEntry("nf_conntrack", ModuleState.BUILT_IN);
  }
}
