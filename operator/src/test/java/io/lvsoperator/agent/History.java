package io.lvsoperator.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What happened in a {@link Datacenter}, step by step: made from a seed, lived through, and made
 * shorter where it ends badly.
 */
record History(List<Step> steps) {
  private static final List<String> COMMANDS =
      List.of(
          "ipvsadm -a",
          "ipvsadm -A",
          "ipvsadm -e",
          "ipvsadm -d",
          "ipvsadm -D",
          "ip addr add",
          "ip addr del",
          "sysctl",
          "nft",
          "ip route",
          "ip rule",
          "ip link");

  History {
    steps = List.copyOf(steps);
  }

  /** {@return the history of this seed} */
  static History of(long seed, int length) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    while (steps.size() < length) {
      steps.add(step(random));
    }
    return new History(steps);
  }

  /** {@return the history of this seed, while somebody also takes machines into maintenance} */
  static History withMaintenance(long seed, int length) {
    return of(seed, length).with(new Random(~seed), 6, History::maintenance);
  }

  /**
   * {@return the history of this seed in a wider world} with every tunnel, with directors that are
   * real servers too, and with definitions that are deleted.
   */
  static History wider(long seed, int length) {
    return of(seed, length).with(new Random(~seed * 31), 5, History::wider);
  }

  /** {@return this history with something else in the place of one step of so many} */
  private History with(Random random, int oneOf, Function<Random, Step> other) {
    return new History(
        steps.stream()
            .map(step -> random.nextInt(oneOf) == 0 ? other.apply(random) : step)
            .toList());
  }

  private static Step wider(Random random) {
    String service = any(random, Inventory.SERVICES);
    String server = any(random, Inventory.DIRECTING_SERVERS);
    String kind = any(random, List.of("LvsService", "RealServer", "DirectorGroup", "LvsNode"));
    return switch (random.nextInt(11)) {
      case 0, 1, 2 -> new Step.Edit(service, "spec.tunnel", any(random, Inventory.TUNNELS));
      case 3, 4 -> new Step.Edit(service, "spec.mode", "TUN");
      case 5 -> new Step.Create(server);
      case 6 -> new Step.Delete(server);
      case 7 ->
          new Step.Edit(
              server, "spec.state", any(random, Inventory.good("RealServer", "spec.state")));
      case 8 -> new Step.Undefine(kind);
      default -> new Step.Define(kind);
    };
  }

  private static Step maintenance(Random random) {
    String node = "Node/" + any(random, Inventory.NODES);
    String field = "metadata.annotations";
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> new Step.Edit(node, field, any(random, Inventory.good("Node", field)));
      case 3, 4 -> {
        String server = any(random, Inventory.SERVERS);
        yield new Step.Edit(server, field, any(random, Inventory.STATES));
      }
      case 5 ->
          new Step.Edit(
              Inventory.GROUP, field, any(random, Inventory.good("DirectorGroup", field)));
      default ->
          new Step.Edit(
              "Node/" + any(random, Inventory.DIRECTORS),
              "metadata.labels",
              any(random, Inventory.DIRECTOR_LABELS));
    };
  }

  private static <T> T any(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static Step step(Random random) {
    int dice = random.nextInt(100);
    String node = any(random, Inventory.NODES);
    String director = any(random, Inventory.DIRECTORS);
    if (dice < 46) {
      return new Step.Pass(node);
    }
    if (dice < 56) {
      return new Step.Wait(any(random, List.of(1, 2, 4, 5, 15, 31, 61, 95)));
    }
    if (dice < 71) {
      return edit(random);
    }
    return switch (random.nextInt(18)) {
      case 0 -> new Step.Delete(any(random, objects(random)));
      case 1 -> new Step.Create(any(random, objects(random)));
      case 2 ->
          new Step.Restore(
              any(random, objects(random)),
              1 + random.nextInt(3),
              any(random, List.of(Step.Backup.values())));
      case 3, 4 ->
          new Step.Lag(node, any(random, List.of(Step.Watch.values())), random.nextInt(5) < 2);
      case 5 -> new Step.MissDeletes(node, random.nextBoolean());
      case 6 -> new Step.Mute(node, random.nextBoolean());
      case 7 -> new Step.Down(node, random.nextInt(5) < 2);
      case 8 -> new Step.Restart(node);
      case 9 -> new Step.Reboot(node);
      case 10 -> new Step.Kubelet(node);
      case 11, 12 -> new Step.Drift(node, any(random, List.of(Step.Damage.values())));
      case 13 -> new Step.Refuse(node, any(random, COMMANDS));
      case 14 -> new Step.Connections(director, random.nextInt(3));
      case 15 ->
          random.nextInt(3) == 0
              ? new Step.DeleteReport(node)
              : new Step.CutPass(node, 1 + random.nextInt(6));
      case 16 ->
          new Step.DeleteRequest(
              Inventory.NODES.get(random.nextInt(2)), Inventory.NODES.get(2 + random.nextInt(2)));
      default ->
          new Step.Edit(
              "Node/" + director,
              "metadata.labels",
              any(random, Inventory.good("Node", "metadata.labels")));
    };
  }

  private static List<String> objects(Random random) {
    return random.nextBoolean() ? Inventory.SERVICES : Inventory.SERVERS;
  }

  private static Step edit(Random random) {
    int dice = random.nextInt(20);
    if (dice == 0) {
      String allow = random.nextBoolean() ? Inventory.ALLOWED : "[]";
      return new Step.Edit(Inventory.GROUP, "spec.allow", allow);
    }
    String key = any(random, objects(random));
    String kind = Inventory.kind(key);
    boolean bad = dice < 4;
    String field = any(random, bad ? Inventory.badFields(kind) : Inventory.goodFields(kind));
    List<String> values = bad ? Inventory.bad(kind, field) : Inventory.good(kind, field);
    return new Step.Edit(key, field, any(random, values));
  }

  /** How it ended. */
  record End(Optional<Violation> violation, List<String> story) {}

  /** Lives through it, to the end where the kernels are as they were at first. */
  End live(Inventory inventory, Coverage coverage) {
    Datacenter world = new Datacenter(inventory, coverage);
    try {
      world.settle();
      world.story().clear();
      steps.forEach(world::take);
      world.calm();
      world.settle();
      compare("Converges", world, world.fresh());
      world.deleteAll();
      world.settle();
      Datacenter fresh = new Datacenter(inventory, new Coverage());
      compare("GivenBack", world, fresh);
      return new End(Optional.empty(), world.story());
    } catch (Violation violation) {
      return new End(Optional.of(violation), world.story());
    } catch (RuntimeException e) {
      Violation thrown = new Violation("Exception", e.toString());
      thrown.initCause(e);
      return new End(Optional.of(thrown), world.story());
    }
  }

  private static final Pattern MARKS = Pattern.compile("0x(0000007|7)[0-9a-f]\\b");
  private static final Pattern TABLES = Pattern.compile("77[0-9][0-9]\\b");

  private static void compare(String rule, Datacenter one, Datacenter other) {
    for (String node : Inventory.NODES) {
      String is = likeFresh(one.post(node).machine().kernel.dump());
      String shall = likeFresh(other.post(node).machine().kernel.dump());
      if (!is.equals(shall)) {
        throw new Violation(rule, node + difference(is, shall));
      }
      boolean clean = one.post(node).machine().journal.ownership().draining().isEmpty();
      if (!clean) {
        throw new Violation(rule, node + ": the journal notes what is gone");
      }
    }
  }

  /** Which director has which mark depends on who came first. */
  private static String likeFresh(String dump) {
    String marks = MARKS.matcher(dump).replaceAll("MARK");
    return TABLES
        .matcher(marks)
        .replaceAll("TABLE")
        .lines()
        .sorted()
        .reduce("", (a, b) -> a + b + "\n");
  }

  private static String difference(String is, String shall) {
    List<String> there = is.lines().toList();
    List<String> wanted = shall.lines().toList();
    StringBuilder text = new StringBuilder();
    wanted.stream()
        .filter(l -> !there.contains(l))
        .forEach(l -> text.append("\n  lacks  ").append(l));
    there.stream()
        .filter(l -> !wanted.contains(l))
        .forEach(l -> text.append("\n  has    ").append(l));
    return text.toString();
  }

  /** {@return the shortest history found that breaks the same rule} */
  History shrunk(Inventory inventory, String rule) {
    List<Step> best = steps;
    for (int chunk = Math.max(1, best.size() / 2); chunk >= 1; ) {
      boolean shorter = false;
      for (int at = 0; at < best.size(); ) {
        List<Step> less = new ArrayList<>(best.subList(0, at));
        less.addAll(best.subList(Math.min(best.size(), at + chunk), best.size()));
        boolean same =
            new History(less)
                .live(inventory, new Coverage())
                .violation()
                .filter(v -> v.rule().equals(rule))
                .isPresent();
        if (same) {
          best = less;
          shorter = true;
        } else {
          at += chunk;
        }
      }
      if (chunk == 1 && !shorter) {
        break;
      }
      chunk = shorter ? chunk : chunk / 2;
      chunk = Math.max(chunk, shorter ? 1 : chunk);
      if (chunk == 0) {
        break;
      }
    }
    return new History(best);
  }
}
