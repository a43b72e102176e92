package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.ffm.Errno;
import io.lvsoperator.kernel.Answer;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.netlink.NetlinkException;
import io.lvsoperator.netlink.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final Change FIRST = add("10.0.0.1");
  private static final Change SECOND = add("10.0.0.2");
  private static final Change THIRD = add("10.0.0.3");

  private static Change add(String address) {
    return new Change.AddAddress(new LinkAddress("eth0", IpAddress.parse(address).asHost(), 0));
  }

  private static String errno(Answer answer) {
    return answer instanceof Answer.Refused(var why) ? why.errno() : "";
  }

  @Test
  void asksTheKernelOfWhatItsAnswerWasLost() {
    List<Answer> answers =
        Answers.of(
            List.of(FIRST, SECOND, THIRD),
            List.of(
                new Outcome.Unknown(),
                new Outcome.Unknown(),
                new Outcome.Refused(new NetlinkException("ip", Errno.EEXIST, ""))),
            () -> FIRST::equals);
    assertThat(answers).extracting(AnswersTest::errno).containsExactly("", "ENOBUFS", "EEXIST");
    assertThat(((Answer.Refused) answers.get(1)).why())
        .hasMessage(
            "ip addr add 10.0.0.2/32 dev eth0: ENOBUFS (the kernel's answer was lost, and it has"
                + " not done it)");
  }

  @Test
  void doesNotReadTheKernelWhereItAnswered() {
    List<Answer> answers =
        Answers.of(
            List.of(FIRST),
            List.of(new Outcome.Applied()),
            () -> {
              throw new AssertionError("nothing was lost");
            });
    assertThat(answers).containsExactly(new Answer.Done());
  }
}
