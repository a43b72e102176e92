package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelReleaseTest {
  @Test
  void comparesMajorThenMinor() {
    assertThat(KernelRelease.parse("6.1.0-56-amd64\n").atLeast(5, 18)).isTrue();
    assertThat(KernelRelease.parse("5.18.0").atLeast(5, 18)).isTrue();
    assertThat(KernelRelease.parse("5.15.0-generic").atLeast(5, 18)).isFalse();
    assertThat(KernelRelease.parse("4.19.0").atLeast(5, 18)).isFalse();
  }

  @Test
  void takesTextOfAnotherFormForAnOldKernel() {
    assertThat(KernelRelease.parse("next").atLeast(1, 0)).isFalse();
  }
}
