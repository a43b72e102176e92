package io.lvsoperator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.model.DirectorPeer;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.IpvsOptions;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.PartKey;
import io.lvsoperator.model.ServiceRef;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LettingGoTest {
  private static final IpAddress RS01 = IpAddress.parse("10.23.190.76");
  private static final IpAddress VIP = IpAddress.parse("10.23.21.180");
  private static final Intent NOBODY = new Intent(List.of(), List.of(), List.of());
  private static final Intent LB01 = sends("lb01", VIP);
  private static final String WHAT =
      "directors may still send packets here: lb01 (10.23.21.180); with this node's part gone, those"
          + " would go back and forth between it and the director, or their answers astray. Take its"
          + " RealServers out of service (kubectl -n shop annotate lvsrs rs01"
          + " lvsoperator.io/state=OutOfService), wait until the directors' LvsNodes name them no"
          + " more, and try again; --force gives the node back all the same";

  private final StringWriter err = new StringWriter();
  private final List<Duration> rests = new ArrayList<>();
  private long now;

  private static Intent sends(String director, IpAddress vip) {
    return new Intent(List.of(), List.of(), List.of(new Intent.Use(director, vip, RS01)));
  }

  private static HostedPart part(Mode mode) {
    return new HostedPart(
        new ServiceRef("shop", "web"),
        new ServiceRef("shop", "rs01"),
        new PartKey(VIP, mode, Optional.empty(), RS01),
        List.of(),
        List.of(new DirectorPeer("lb01", List.of())),
        Duration.ofSeconds(60));
  }

  private void await(Mode mode, int seconds, DirectorsWord... words) throws InterruptedException {
    Deque<DirectorsWord> answers = new ArrayDeque<>(List.of(words));
    new LettingGo(
            List.of(part(mode)),
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
  void refusesWhileADirectorReportsIt() {
    assertThatThrownBy(() -> await(Mode.DR, 0, new DirectorsWord.Now(LB01)))
        .isInstanceOf(Sentence.class)
        .hasMessage("by what they report, " + WHAT);
    assertThat(rests).isEmpty();
  }

  @Test
  void aDirectorWithoutAReportMaySendToo() {
    Intent silent =
        new Intent(
            List.of(),
            List.of(),
            List.of(),
            IpvsOptions.NONE,
            Set.of(),
            Set.of("lb01", "lb07"),
            Intent.Told.NOTHING);
    assertThatThrownBy(() -> await(Mode.NAT, 0, new DirectorsWord.Now(silent)))
        .hasMessage("by what they report, " + WHAT);
  }

  @Test
  void goesOnWhereNobodySends() throws InterruptedException {
    await(Mode.TUN, 0, new DirectorsWord.Now(NOBODY));
    await(Mode.TUN, 0, new DirectorsWord.Now(sends("lb01", IpAddress.parse("10.23.21.199"))));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void itsOwnPartAsADirectorGoesWithTheRest() throws InterruptedException {
    await(Mode.DR, 0, new DirectorsWord.Now(sends("rs01", VIP)));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aRealServerOfFullnatHasNothingThatPacketsNeed() throws InterruptedException {
    await(Mode.FULLNAT, 0, new DirectorsWord.Now(LB01));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void waitsUntilTheDirectorsSayThatTheyHaveLetItGo() throws InterruptedException {
    DirectorsWord sends = new DirectorsWord.Now(LB01);
    await(Mode.DR, 60, sends, sends, new DirectorsWord.Now(NOBODY));
    assertThat(rests).hasSize(2);
    assertThat(err.toString().lines())
        .as("said once")
        .containsExactly("waiting: by what they report, " + WHAT);
  }

  @Test
  void neverGoesOnAgainstWhatDirectorsReport() {
    assertThatThrownBy(() -> await(Mode.DR, 60, new DirectorsWord.Now(LB01)))
        .isInstanceOf(Sentence.class)
        .hasMessageStartingWith("by what they report, ");
    assertThat(rests).hasSize(12);
  }

  @Test
  void whatItKnewLastCountsUntilSomebodyHasWaited() throws InterruptedException {
    DirectorsWord last = new DirectorsWord.Last(LB01, "the cluster is gone");
    String sentence = "by what this node knew last (the cluster is gone), " + WHAT;
    assertThatThrownBy(() -> await(Mode.DR, 0, last)).hasMessage(sentence);
    await(Mode.DR, 10, last);
    assertThat(err.toString().lines())
        .containsExactly(
            "waiting: " + sentence, "warning: goes on after waiting, although " + sentence);
    assertThat(rests).hasSize(2);
  }

  @Test
  void saysWhenItCanOnlyTellFromWhatItKnewLast() throws InterruptedException {
    await(Mode.DR, 0, new DirectorsWord.Last(NOBODY, "the cluster is gone"));
    assertThat(err.toString().lines())
        .containsExactly(
            "warning: the cluster is gone; by what this node knew last no director sends anything"
                + " here");
  }

  @Test
  void saysWhenNobodyCanTell() throws InterruptedException {
    await(Mode.DR, 0, new DirectorsWord.Nothing("no file"));
    assertThat(err.toString().lines())
        .containsExactly(
            "warning: nobody can tell whether directors still send packets here: no file");
  }
}
