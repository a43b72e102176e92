package io.lvsoperator.netlink;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(client.hasTable("lvs-operator")).isFalse();
    Shell.line("nft add table ip lvs-operator");
    assertThat(client.hasTable("lvs-operator")).as("another family").isFalse();
    Shell.line("nft add table inet lvs-operator");
    assertThat(client.hasTable("lvs-operator")).isTrue();
  }
}
