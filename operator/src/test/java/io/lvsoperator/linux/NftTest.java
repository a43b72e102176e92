package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.kernel.KernelException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With other programs in nft's place. */
class NftTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void handsInputOverAndKeepsOutputAndErrorsApart() {
    Nft nft = new Nft(List.of("sh", "-c", "cat; echo wrong >&2; exit 3"), LONG);
    assertThat(nft.run("add table inet x\n"))
        .isEqualTo(new Nft.Result(3, "add table inet x\n", "wrong\n"));
  }

  @Test
  void takesOutputThatIsLargerThanAPipe() {
    Nft nft =
        new Nft(
            List.of("sh", "-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"), LONG);
    Nft.Result result = nft.run("");
    assertThat(result.output()).hasSize(300_000);
    assertThat(result.error()).hasSize(300_000);
  }

  @Test
  void survivesAProgramThatDoesNotReadItsInput() {
    Nft nft = new Nft(List.of("false"), LONG);
    assertThat(nft.run("x".repeat(1_000_000)).status()).isEqualTo(1);
  }

  @Test
  void killsAProgramThatTakesTooLong() {
    Nft nft = new Nft(List.of("sleep", "600"), Duration.ofMillis(300));
    long start = System.nanoTime();
    assertThatThrownBy(() -> nft.run(""))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.errno()).isEqualTo("ETIMEDOUT"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    while (sleeps()) { // the kernel takes its time, and so does whoever waits for children
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
      Thread.onSpinWait();
    }
  }

  @Test
  void saysWhichPackageIsMissing() {
    assertThatThrownBy(() -> new Nft(List.of("/nonexistent/nft"), LONG).run("", "-f", "-"))
        .hasMessage("/nonexistent/nft -f -: cannot be started; install the package nftables");
  }

  private static boolean sleeps() {
    return ProcessHandle.current()
        .children()
        .flatMap(p -> p.info().command().stream())
        .anyMatch(command -> command.endsWith("/sleep"));
  }
}
