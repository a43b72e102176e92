package io.lvsoperator.agent;

import io.lvsoperator.journal.InMemoryJournal;
import io.lvsoperator.journal.Journal;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.ProbeResult;
import io.lvsoperator.model.Route;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.plan.PlanOptions;
import io.lvsoperator.plan.Planner;
import io.lvsoperator.protocol.Memory;
import io.lvsoperator.translate.LastAccepted;
import io.lvsoperator.translate.Pause;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A node: its kernel outlives its agent, its journal outlives the agent and dies with the kernel;
 * what was accepted last is on a disk.
 */
final class Machine {
  final String name;
  final IpAddress address;
  private final String mac;
  private int boots;
  InMemoryKernel kernel;
  InMemoryJournal journal;
  DriftWatch drift;
  LastAccepted lastAccepted = LastAccepted.NONE;

  /** What its agents remember of their protocol, on its disk. */
  Memory memory = Memory.NOTHING;

  Machine(String name, IpAddress address, int number) {
    this.name = name;
    this.address = address;
    this.mac = "02:00:00:00:00:0" + number;
    boot();
  }

  String mac() {
    return mac;
  }

  String bootId() {
    return "boot-" + name + (boots == 1 ? "" : "-" + boots);
  }

  /** Everything that was in its kernel is gone, and with it the journal. */
  void boot() {
    boots++;
    kernel = new InMemoryKernel().eth0(mac, address + "/16");
    kernel.routes.add(
        new Route(
            Route.MAIN,
            Subnet.parse("0.0.0.0/0"),
            Optional.of(IpAddress.parse("10.23.0.1")),
            "eth0",
            3));
    journal = new InMemoryJournal();
    restart();
  }

  /** A new agent knows the journal and what was accepted last, and nothing else. */
  void restart() {
    drift = new DriftWatch();
  }

  /** One pass, while nobody pauses it. */
  PassResult pass(
      Intent intent,
      Pass.Informed informed,
      Map<IpAddress, ProbeResult> probes,
      Instant now,
      UnaryOperator<Journal> through) {
    return pass(intent, informed, probes, now, Pause.NONE, through);
  }

  /**
   * One pass.
   *
   * @param pause whether the kernel is to be left as it is
   * @param through what stands between the pass and the journal
   */
  PassResult pass(
      Intent intent,
      Pass.Informed informed,
      Map<IpAddress, ProbeResult> probes,
      Instant now,
      Pause pause,
      UnaryOperator<Journal> through) {
    return new Pass(
            kernel.kernel(), through.apply(journal), new Planner(PlanOptions.DEFAULT), drift)
        .run(intent, informed, probes, now, false, pause, Reading.EVERYTHING);
  }
}
