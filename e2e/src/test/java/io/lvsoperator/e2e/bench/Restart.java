package io.lvsoperator.e2e.bench;

import io.lvsoperator.e2e.bed.Daemon;
import java.time.Duration;

/** The agent ends and starts again on the kernel that it has programmed. */
final class Restart implements Row {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration OFTEN = Duration.ofMillis(100);

  @Override
  public void measure(Stand stand) {
    Daemon agent = stand.lab().agent(Stand.DIRECTOR);
    agent.stop();
    long begin = System.nanoTime();
    agent.start();
    while (!agent.ready()) {
      if (System.nanoTime() - begin > LIMIT.toNanos()) {
        throw new AssertionError("not ready after " + LIMIT + ": " + agent.log());
      }
      Stand.sleep(OFTEN);
    }
    stand.add("agent's restart on a programmed kernel (ms)", (System.nanoTime() - begin) / 1e6);
    stand.add(
        "changes of the kernel by a restart", stand.agentMetrics().sum("lvs_kernel_changes_total"));
  }
}
