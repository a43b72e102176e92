package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void isTheSameEachTime() {
    Machine machine = Machine.read();
    assertThat(machine.bootId()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(machine.networkNamespace()).matches("\\d+:\\d+");
    assertThat(Machine.read()).isEqualTo(machine);
  }
}
