package io.lvsoperator.e2e.bench;

import java.time.Duration;

/** A minute in which nothing happens: passes, processor, memory. */
final class Idle implements Row {
  private static final Duration TIME = Duration.ofSeconds(60);

  @Override
  public void measure(Stand stand) {
    Agent agent = Agent.of(stand.lab().node(Stand.DIRECTOR));
    Metrics before = stand.agentMetrics();
    Controller controller = Controller.of(stand);
    double busy = agent.cpuSeconds();
    double controllerBusy = controller.cpuSeconds();
    Stand.sleep(TIME);
    double used = agent.cpuSeconds() - busy;
    double controllerUsed = controller.cpuSeconds() - controllerBusy;
    Metrics after = stand.agentMetrics();
    String duration = "lvs_pass_duration_seconds";
    double passes = after.sum(duration + "_count") - before.sum(duration + "_count");
    double seconds = after.sum(duration + "_sum") - before.sum(duration + "_sum");
    double changes = after.sum("lvs_kernel_changes_total") - before.sum("lvs_kernel_changes_total");
    stand.add("pass without changes (ms)", passes == 0 ? Double.NaN : seconds * 1000 / passes);
    stand
        .figures()
        .of(stand.size(), Programming.LIST)
        .ifPresent(
            list ->
                stand.add(
                    "pass without changes (times ipvsadm -Sn)", seconds * 1000 / passes / list));
    stand.add("changes in a quiet minute", changes);
    stand.add("agent with nothing to do (% of a core)", used * 100 / TIME.toSeconds());
    stand.add("agent, resident (MB)", agent.megabytes("VmRSS"));
    stand.add("agent, anonymous (MB)", agent.megabytes("RssAnon"));
    stand.add(
        "controller with nothing to do (% of a core)", controllerUsed * 100 / TIME.toSeconds());
    stand.add("controller, resident (MB)", controller.megabytes());
  }
}
