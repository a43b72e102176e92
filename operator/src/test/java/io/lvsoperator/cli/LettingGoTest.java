package io.lvsoperator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Way;
import io.lvsoperator.protocol.Request;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LettingGoTest {
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  private static final List<Request> NOBODY = List.of();
  private static final List<Request> LB01 = asks("lb01", VIP);
  private static final String WHAT =
      "directors may still send packets here: lb01 (10.23.21.180); with this node's part gone, those"
          + " would go back and forth between it and the director, or their answers astray. Take its"
          + " RealServers out of service (kubectl annotate node rs01"
          + " lvsoperator.io/state=OutOfService), wait until the directors ask for nothing any more"
          + " (kubectl get lvsfr), and try again; --force gives the node back all the same";

  private final StringWriter err = new StringWriter();
  private final List<Duration> rests = new ArrayList<>();
  private long now;

  private static List<Request> asks(String director, IpAddress... vips) {
    List<Attachment> attachments =
        Stream.of(vips)
            .map(
                vip ->
                    Attachment.of(
                        new ServiceRef("shop", "web"),
                        vip,
                        IpAddress.parse("10.23.190.76"),
                        new Way(Mode.DR, Optional.empty()),
                        List.of()))
            .toList();
    return List.of(
        new Request(director, "rs01", Request.PROTOCOL, "boot", 7, List.of(), attachments));
  }

  private void await(int seconds, DirectorsWord... words) throws InterruptedException {
    await(true, seconds, words);
  }

  private void await(boolean hosts, int seconds, DirectorsWord... words)
      throws InterruptedException {
    Deque<DirectorsWord> answers = new ArrayDeque<>(List.of(words));
    new LettingGo(
            hosts,
            Optional.of("rs01"),
            () -> answers.size() > 1 ? answers.pop() : answers.getFirst(),
            new PrintWriter(err))
        .await(
            Duration.ofSeconds(seconds),
            () -> now,
            time -> {
              rests.add(time);
              now += time.toNanos();
            });
  }

  @Test
  void refusesWhileADirectorAsksForIt() {
    assertThatThrownBy(() -> await(0, new DirectorsWord.Now(LB01)))
        .isInstanceOf(Sentence.class)
        .hasMessage("by what they request, " + WHAT);
    assertThat(rests).isEmpty();
  }

  @Test
  void namesEveryDirectorWithItsVips() {
    IpAddress another = IpAddress.parse("10.23.21.7");
    List<Request> both =
        Stream.concat(asks("lb02", VIP).stream(), asks("lb01", VIP, another).stream()).toList();
    assertThatThrownBy(() -> await(0, new DirectorsWord.Now(both)))
        .hasMessageContaining("here: lb01 (10.23.21.7, 10.23.21.180), lb02 (10.23.21.180); with");
  }

  @Test
  void goesOnWhereNobodySends() throws InterruptedException {
    await(0, new DirectorsWord.Now(NOBODY));
    await(0, new DirectorsWord.Now(asks("lb01")));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void itsOwnPartAsADirectorGoesWithTheRest() throws InterruptedException {
    await(0, new DirectorsWord.Now(asks("rs01", VIP)));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void asksDirectorsAlsoWhereItsJournalKnowsOfNothing() {
    assertThatThrownBy(() -> await(false, 0, new DirectorsWord.Now(LB01)))
        .hasMessage("by what they request, " + WHAT);
  }

  @Test
  void waitsUntilTheDirectorsSayThatTheyHaveLetItGo() throws InterruptedException {
    DirectorsWord sends = new DirectorsWord.Now(LB01);
    await(60, sends, sends, new DirectorsWord.Now(NOBODY));
    assertThat(rests).hasSize(2);
    assertThat(err.toString().lines())
        .as("said once")
        .containsExactly("waiting: by what they request, " + WHAT);
  }

  @Test
  void neverGoesOnAgainstWhatDirectorsRequest() {
    assertThatThrownBy(() -> await(60, new DirectorsWord.Now(LB01)))
        .isInstanceOf(Sentence.class)
        .hasMessageStartingWith("by what they request, ");
    assertThat(rests).hasSize(12);
  }

  @Test
  void whatItKnewLastCountsUntilSomebodyHasWaited() throws InterruptedException {
    DirectorsWord last = new DirectorsWord.Last(LB01, "the cluster is gone");
    String sentence = "by what this node knew last (the cluster is gone), " + WHAT;
    assertThatThrownBy(() -> await(0, last)).hasMessage(sentence);
    await(10, last);
    assertThat(err.toString().lines())
        .containsExactly(
            "waiting: " + sentence, "warning: goes on after waiting, although " + sentence);
    assertThat(rests).hasSize(2);
  }

  @Test
  void saysWhenItCanOnlyTellFromWhatItKnewLast() throws InterruptedException {
    await(0, new DirectorsWord.Last(NOBODY, "the cluster is gone"));
    assertThat(err.toString().lines())
        .containsExactly(
            "warning: the cluster is gone; by what this node knew last no director sends anything"
                + " here");
  }

  @Test
  void saysWhenNobodyCanTell() throws InterruptedException {
    await(false, 0, new DirectorsWord.Nothing("no file"));
    assertThat(err.toString()).as("it hosts nothing").isEmpty();
    await(true, 0, new DirectorsWord.Nothing("no file"));
    assertThat(err.toString().lines())
        .containsExactly(
            "warning: nobody can tell whether directors still send packets here: no file");
  }
}
