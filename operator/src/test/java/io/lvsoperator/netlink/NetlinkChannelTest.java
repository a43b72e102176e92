package io.lvsoperator.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.ffm.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The loop against a scripted kernel: each answer is made when it is asked for. */
class NetlinkChannelTest {
  private static final int DATA = 50;
  private static final int MULTI = Nl.NLM_F_MULTI;

  private final ScriptedKernel kernel = new ScriptedKernel();
  private final NetlinkChannel channel = new NetlinkChannel(kernel);

  @Test
  void aDumpEndsWithDone() {
    kernel.answers(
        () -> kernel.message(DATA, MULTI, 1),
        () -> kernel.message(DATA, MULTI, 2),
        () -> kernel.message(Nl.NLMSG_DONE, MULTI, 0));
    assertThat(dump()).containsExactly(1, 2);
    assertThat(kernel.sent.getFirst().flags()).isEqualTo(Nl.NLM_F_REQUEST | Nl.NLM_F_DUMP);
  }

  @Test
  void anInterruptedDumpIsTakenAgain() {
    kernel.answers(
        () -> kernel.message(DATA, MULTI | Nl.NLM_F_DUMP_INTR, 1),
        () -> kernel.message(Nl.NLMSG_DONE, MULTI, 0),
        () -> kernel.message(DATA, MULTI, 7),
        () -> kernel.message(Nl.NLMSG_DONE, MULTI, 0));
    assertThat(dump()).containsExactly(7);
    assertThat(kernel.sent).hasSize(2);
  }

  @Test
  void aDumpThatIsInterruptedEachTimeIsGivenUp() {
    for (int i = 0; i < 5; i++) {
      kernel.answers(() -> kernel.message(Nl.NLMSG_DONE, MULTI | Nl.NLM_F_DUMP_INTR, 0));
    }
    assertThatThrownBy(this::dump)
        .isInstanceOfSatisfying(
            NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINTR))
        .hasMessageContaining("during each of 5 readings");
    assertThat(kernel.sent).hasSize(5);
  }

  @Test
  void aDumpWhoseAnswersWereLostIsTakenAgain() {
    kernel.answers(
        () -> kernel.message(DATA, MULTI, 1),
        ScriptedKernel::overrun,
        () -> kernel.message(DATA, MULTI, 2),
        () -> kernel.message(Nl.NLMSG_DONE, MULTI, 0));
    assertThat(dump()).containsExactly(2);
    assertThat(kernel.renewals).as("the rest of the first dump is forgotten").isEqualTo(1);
  }

  @Test
  void aDumpThatCannotBeReadLeavesNothingBehind() {
    kernel.answers(() -> kernel.message(DATA, MULTI, 1));
    assertThatThrownBy(
            () ->
                channel.dump(
                    new Numbered("read things", 0),
                    payload -> {
                      throw new IllegalStateException("unreadable");
                    }))
        .hasMessage("unreadable");
    assertThat(kernel.renewals).isEqualTo(1);
  }

  @Test
  void aDumpThatEndsIsNoReasonForANewSocket() {
    kernel.answers(() -> kernel.message(Nl.NLMSG_DONE, MULTI, -Errno.ESRCH.number()));
    assertThatThrownBy(this::dump).isInstanceOf(NetlinkException.class);
    assertThat(kernel.renewals).isZero();
  }

  @Test
  void anErrorAtTheEndOfADumpIsThrown() {
    kernel.answers(() -> kernel.message(Nl.NLMSG_DONE, MULTI, -Errno.ESRCH.number()));
    assertThatThrownBy(this::dump).hasMessageContaining("read things: ESRCH");
  }

  @Test
  void answersToOlderRequestsAreSkipped() {
    kernel.answers(
        () -> kernel.message(DATA, MULTI, 99, 4711),
        () -> kernel.message(DATA, MULTI, 1),
        () -> kernel.message(Nl.NLMSG_DONE, 0, 0));
    assertThat(dump()).containsExactly(1);
  }

  @Test
  void onlyTheLastOfABatchAsksForAnAcknowledgement() {
    kernel.answers(() -> kernel.message(Nl.NLMSG_ERROR, 0, 0));
    assertThat(channel.batch(requests(3))).hasSize(3).containsOnly(new Outcome.Applied());
    assertThat(kernel.sent)
        .extracting(Message::flags)
        .containsExactly(Nl.NLM_F_REQUEST, Nl.NLM_F_REQUEST, Nl.NLM_F_REQUEST | Nl.NLM_F_ACK);
  }

  @Test
  void batchesHoldAtMost256Messages() {
    kernel.answers(
        () -> kernel.message(Nl.NLMSG_ERROR, 0, 0),
        () -> kernel.message(Nl.NLMSG_ERROR, 0, 0),
        () -> kernel.message(Nl.NLMSG_ERROR, 0, 0));
    assertThat(channel.batch(requests(600))).hasSize(600).containsOnly(new Outcome.Applied());
    assertThat(kernel.sends).containsExactly(256, 256, 88);
  }

  @Test
  void whatIsLeftIsUnknownWhereTheSocketFailsAfterTheFirstBatch() {
    kernel.answers(
        () -> kernel.message(Nl.NLMSG_ERROR, 0, 0),
        () -> {
          throw new NetlinkException("netlink recvfrom", Errno.EPERM, "");
        });
    List<Outcome> outcomes = channel.batch(requests(600));
    assertThat(outcomes.subList(0, 256)).containsOnly(new Outcome.Applied());
    assertThat(outcomes.subList(256, 600)).containsOnly(new Outcome.Unknown());
  }

  @Test
  void errorsAreGivenToTheRequestThatTheyAnswer() {
    kernel.answers(
        () -> kernel.message(Nl.NLMSG_ERROR, 0, -Errno.EEXIST.number(), kernel.lastSequence() - 1),
        () -> kernel.message(Nl.NLMSG_ERROR, 0, 0));
    List<Outcome> outcomes = channel.batch(requests(3));
    assertThat(outcomes.get(0)).isEqualTo(new Outcome.Applied());
    assertThat(outcomes.get(1))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.cause()).hasMessage("request 1: EEXIST: is there"));
    assertThat(outcomes.get(2)).isEqualTo(new Outcome.Applied());
  }

  @Test
  void aBatchWhoseAnswersWereLostIsUnknownButWhatWasRefusedIsRefused() {
    kernel.answers(
        () -> kernel.message(Nl.NLMSG_ERROR, 0, -Errno.EEXIST.number(), kernel.lastSequence() - 1),
        ScriptedKernel::overrun);
    List<Outcome> outcomes = channel.batch(requests(3));
    assertThat(outcomes.get(0)).isEqualTo(new Outcome.Unknown());
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Refused.class);
    assertThat(outcomes.get(2)).isEqualTo(new Outcome.Unknown());
  }

  @Test
  void executeThrowsWhatTheKernelSays() {
    kernel.answers(
        () ->
            Bytes.of(
                """
                44000000 02000003 %08x 00000000
                9bffffff 14000000 18000500 01000000 00000000
                1d000100 4e657874 686f7020 68617320 696e7661 6c696420 67770000 00000000
                """
                    .formatted(Integer.reverseBytes(kernel.lastSequence()))));
    assertThatThrownBy(() -> channel.execute(requests(1).getFirst()))
        .hasMessage("request 0: ENETUNREACH: Nexthop has invalid gw");
  }

  @Test
  void getReturnsTheAnswerBeforeTheAcknowledgement() {
    kernel.answers(() -> kernel.message(DATA, 0, 42), () -> kernel.message(Nl.NLMSG_ERROR, 0, 0));
    int answer = channel.get(requests(1).getFirst(), payload -> payload.getInt(0));
    assertThat(answer).isEqualTo(42);
  }

  private List<Integer> dump() {
    return channel.dump(new Numbered("read things", 0), payload -> payload.getInt(0));
  }

  private static List<Numbered> requests(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Numbered("request " + i, i)).toList();
  }

  private record Numbered(String operation, int number) implements Request {
    @Override
    public int type() {
      return DATA;
    }

    @Override
    public void writeBody(MessageWriter writer) {
      writer.u32(1, number);
    }

    @Override
    public String explain(Errno errno) {
      return errno == Errno.EEXIST ? "is there" : "";
    }
  }

  private interface Answer extends Supplier<ByteBuffer> {}

  private static final class ScriptedKernel implements Transport {
    private final ByteBuffer out = ByteBuffer.allocate(65536).order(ByteOrder.LITTLE_ENDIAN);
    private final Deque<Answer> script = new ArrayDeque<>();
    private final List<Message> sent = new ArrayList<>();
    private final List<Integer> sends = new ArrayList<>();
    private int renewals;

    void answers(Answer... answers) {
      script.addAll(List.of(answers));
    }

    int lastSequence() {
      return sent.getLast().sequence();
    }

    ByteBuffer message(int type, int flags, int value) {
      return message(type, flags, value, lastSequence());
    }

    ByteBuffer message(int type, int flags, int value, int sequence) {
      return Bytes.written(
          writer -> writer.beginMessage(type, flags, sequence).rawU32(value).endMessage());
    }

    static ByteBuffer overrun() {
      throw new NetlinkException("receive", Errno.ENOBUFS, "");
    }

    @Override
    public ByteBuffer sendBuffer() {
      return out.clear();
    }

    @Override
    public void send() {
      ByteBuffer copy = ByteBuffer.allocate(out.position()).order(ByteOrder.LITTLE_ENDIAN);
      List<Message> messages = Message.split(copy.put(out.flip()).flip());
      sends.add(messages.size());
      sent.addAll(messages);
    }

    @Override
    public ByteBuffer receive() {
      return script.remove().get();
    }

    @Override
    public void renew() {
      renewals++;
    }

    @Override
    public void close() {}
  }
}
