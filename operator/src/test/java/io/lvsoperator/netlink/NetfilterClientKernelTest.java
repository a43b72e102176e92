package io.lvsoperator.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@KernelTest
class NetfilterClientKernelTest {
  private NetfilterClient client;

  @BeforeEach
  void open() {
    client = NetfilterClient.open();
    Shell.line("nft flush ruleset");
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void theGenerationChangesWithEveryChangeAndOnlyThen() {
    long first = client.generation();
    assertThat(client.generation()).isEqualTo(first);
    Shell.line("nft list ruleset");
    assertThat(client.generation()).isEqualTo(first);
    Shell.line("nft add table ip other");
    assertThat(client.generation()).isNotEqualTo(first);
  }

  @Test
  void knowsWhetherATableIsThere() {
    assertThat(client.fingerprint("lvs-operator")).isEmpty();
    Shell.line("nft add table ip lvs-operator");
    assertThat(client.fingerprint("lvs-operator")).as("another family").isEmpty();
    Shell.line("nft add table inet lvs-operator");
    assertThat(client.fingerprint("lvs-operator")).isPresent();
  }

  @Test
  void theFingerprintChangesWithTheTableAndOnlyThen() {
    Shell.line("nft add table inet lvs-operator");
    Shell.run("nft", "add set inet lvs-operator s { type ipv4_addr; }");
    Optional<String> before = client.fingerprint("lvs-operator");
    Shell.line("nft add table inet other");
    Shell.run("nft", "add chain inet other c; add rule inet other c accept");
    Shell.run("nft", "add set inet other s { type ipv4_addr; elements = { 10.0.0.1 } }");
    assertThat(client.fingerprint("lvs-operator")).isEqualTo(before);
    Shell.run("nft", "add element inet lvs-operator s { 10.0.0.1 }");
    assertThat(client.fingerprint("lvs-operator")).isNotEqualTo(before);
    Shell.run("nft", "delete element inet lvs-operator s { 10.0.0.1 }");
    assertThat(client.fingerprint("lvs-operator")).isEqualTo(before);
  }
}
