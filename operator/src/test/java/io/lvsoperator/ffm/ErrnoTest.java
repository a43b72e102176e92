package io.lvsoperator.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrnoTest {
  @Test
  void namesTheNumbersOfTheKernel() {
    assertThat(Errno.of(1)).isEqualTo(Errno.EPERM);
    assertThat(Errno.of(3)).isEqualTo(Errno.ESRCH);
    assertThat(Errno.of(11)).isEqualTo(Errno.EAGAIN);
    assertThat(Errno.of(105)).isEqualTo(Errno.ENOBUFS);
    assertThat(Errno.EEXIST.number()).isEqualTo(17);
  }

  @Test
  void keepsNumbersThatItDoesNotKnow() {
    assertThat(Errno.of(9999)).isEqualTo(Errno.OTHER);
    assertThat(new LibcException("send", 9999)).hasMessage("send: errno 9999");
    assertThat(new LibcException("send", 9999).number()).isEqualTo(9999);
  }
}
