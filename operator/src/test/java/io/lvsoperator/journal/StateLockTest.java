package io.lvsoperator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.journal.StateLock.Attempt;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLockTest {
  @TempDir Path directory;

  @Test
  void namesTheHolderToWhoeverComesSecond() {
    Attempt first = StateLock.tryTake(directory, "agent of node lb01, process 1");
    assertThat(first).isInstanceOf(Attempt.Taken.class);
    assertThat(StateLock.tryTake(directory, "second"))
        .isEqualTo(new Attempt.Held("agent of node lb01, process 1"));
    ((Attempt.Taken) first).lock().close();
  }

  @Test
  void canBeTakenAgainOnceItIsGivenUp() {
    ((Attempt.Taken) StateLock.tryTake(directory, "first")).lock().close();
    Attempt second = StateLock.tryTake(directory, "second");
    assertThat(second).isInstanceOf(Attempt.Taken.class);
    ((Attempt.Taken) second).lock().delete();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void holdsAgainstOtherProcessesUntilItsHolderDies() throws IOException, InterruptedException {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('t');
      assertThat(StateLock.tryTake(directory, "second"))
          .isEqualTo(new Attempt.Held("process " + holder.pid()));
    } finally {
      holder.destroyForcibly().waitFor();
    }
    Attempt after = StateLock.tryTake(directory, "second");
    assertThat(after).isInstanceOf(Attempt.Taken.class);
    ((Attempt.Taken) after).lock().close();
  }

  /** Takes the lock in a process of its own, says so with one letter, and waits for its end. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      String name = "process " + ProcessHandle.current().pid();
      Attempt attempt = StateLock.tryTake(Path.of(args[0]), name);
      System.out.write(attempt instanceof Attempt.Taken ? 't' : 'h');
      System.out.flush();
      int end = System.in.read(); // until the test kills this process
      System.exit(end);
    }
  }
}
