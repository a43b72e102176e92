package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.lvsoperator.agent.Step.Watch;
import io.lvsoperator.api.v1alpha1.ForwardingRequest;
import io.lvsoperator.api.v1alpha1.ForwardingRequestStatus;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.journal.Journal;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Destination;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.MacAddress;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PacketTableState;
import io.lvsoperator.model.Protocol;
import io.lvsoperator.model.Scheduler;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServer;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.protocol.Memory;
import io.lvsoperator.protocol.Request;
import io.lvsoperator.protocol.Stored;
import io.lvsoperator.translate.ForwardingRequests;
import io.lvsoperator.translate.LastAccepted;
import io.lvsoperator.translate.Thing;
import io.lvsoperator.translate.Translation;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A cluster, its nodes, their kernels and a clock. Each agent sees the objects and the reports as
 * its watches have brought them, and decides by the product's own code. After every single change
 * of a kernel {@link Invariants} are checked. Everything that happens is a {@link Step}.
 */
final class Datacenter {
  static final VirtualServerKey FOREIGN =
      new VirtualServerKey.Endpoint(IpAddress.parse("10.96.0.1"), Protocol.TCP, 443);
  static final LinkAddress FOREIGN_ADDRESS =
      new LinkAddress("eth0", Subnet.parse("192.168.77.7/32"), 0);

  /** What stands in the cluster, each version as it was: the oldest first. */
  private final List<Map<String, HasMetadata>> log = new ArrayList<>(List.of(Map.of()));

  private final Map<String, List<Thing>> revisions = new HashMap<>();
  private final Map<HasMetadata, Long> written = new IdentityHashMap<>();
  private final Map<String, Post> posts = new LinkedHashMap<>();
  private final Inventory inventory;
  private final Coverage coverage;
  private final Invariants invariants;
  private final List<String> story = new ArrayList<>();
  private final List<Verdicts> verdicts = new ArrayList<>();
  private final Map<String, Incremental> incremental = new HashMap<>();
  private final Set<String> undefined = new TreeSet<>();
  private final Recollection.ApiServer apiServer = new WholeTruth();
  private int made;
  long sequence;
  Instant now = Instant.parse("2026-11-22T12:00:00Z");

  Datacenter(Inventory inventory, Coverage coverage) {
    this.inventory = inventory;
    this.coverage = coverage;
    int number = 1;
    for (String name : Inventory.NODES) {
      Machine machine = new Machine(name, Inventory.address(name), number++);
      furnish(machine);
      posts.put(name, new Post(machine, () -> now));
    }
    inventory.start().forEach((key, thing) -> put(key, thing));
    invariants = new Invariants(this, coverage);
    posts.values().forEach(this::catchUp);
  }

  /** What other programs have there. */
  private static void furnish(Machine machine) {
    machine.kernel.ipvs.add(VirtualServer.of(FOREIGN, Scheduler.RR));
    machine.kernel.ipvs.add(FOREIGN, Destination.masquerade(IpAddress.parse("10.23.9.9"), 6443, 1));
    machine.kernel.addresses.add(FOREIGN_ADDRESS);
  }

  /** What the API server answers, whatever an agent's watches have brought it. */
  private final class WholeTruth implements Recollection.ApiServer {
    @Override
    public boolean defines(String kind) {
      return !undefined.contains(kind);
    }

    @Override
    public Set<String> uids(String kind) {
      return log.getLast().values().stream()
          .filter(o -> o.getKind().equals(kind))
          .map(o -> o.getMetadata().getUid())
          .collect(Collectors.toSet());
    }
  }

  List<String> story() {
    return story;
  }

  Collection<Post> posts() {
    return posts.values();
  }

  Post post(String node) {
    return posts.get(node);
  }

  Optional<Machine> machineWith(IpAddress address) {
    return posts.values().stream()
        .map(Post::machine)
        .filter(m -> m.address.equals(address))
        .findFirst();
  }

  /** {@return when a report was written, counted in changes of the world} */
  long writtenAt(HasMetadata report) {
    return report == null ? 0L : written.getOrDefault(report, 0L);
  }

  /** {@return an object as it stands now} */
  Optional<Thing> thing(String key) {
    List<Thing> all = revisions.getOrDefault(key, List.of());
    return log.getLast().containsKey(key) ? Optional.of(all.getLast()) : Optional.empty();
  }

  void tell(String line) {
    story.add(line);
  }

  /** Lets this happen. */
  void take(Step step) {
    sequence++;
    tell(step.words());
    coverage.count(step.getClass().getSimpleName());
    switch (step) {
      case Step.Pass s -> pass(post(s.node()), Integer.MAX_VALUE);
      case Step.CutPass s -> pass(post(s.node()), s.changes());
      case Step.Wait s -> now = now.plus(Duration.ofSeconds(s.seconds()));
      case Step.Edit s -> edit(s);
      case Step.Create s -> {
        if (thing(s.key()).isEmpty()) {
          create(s.key(), inventory.fresh(s.key()));
        }
      }
      case Step.Delete s -> {
        if (log.getLast().containsKey(s.key())) {
          remove(s.key());
        }
      }
      case Step.Undefine s -> undefine(s.kind());
      case Step.Define s -> undefined.remove(s.kind());
      case Step.Restore s -> restore(s);
      case Step.Lag s -> post(s.node()).lag(s.watch(), s.lags());
      case Step.MissDeletes s -> post(s.node()).missDeletes(s.misses());
      case Step.Mute s -> post(s.node()).mute = s.mute();
      case Step.Down s -> post(s.node()).down = s.down();
      case Step.Restart s -> post(s.node()).restart();
      case Step.Reboot s -> {
        Post post = post(s.node());
        coverage.count(invariants.isUsed(post.machine()), "reboot of a real server in use");
        post.machine().boot();
        furnish(post.machine());
        post.restart();
        post.lost(sequence);
      }
      case Step.Kubelet s -> kubelet(s.node());
      case Step.Drift s -> {
        disturb(post(s.node()).machine(), s.damage());
        post(s.node()).lost(sequence);
      }
      case Step.Refuse s -> post(s.node()).machine().kernel.failNext(s.command());
      case Step.Connections s -> connect(post(s.node()).machine().kernel, s.each());
      case Step.DeleteReport s -> {
        if (log.getLast().containsKey("LvsNode/" + s.node())) {
          remove("LvsNode/" + s.node());
        }
      }
      case Step.DeleteRequest s -> {
        if (log.getLast().containsKey(Mailbox.key(s.director(), s.node()))) {
          remove(Mailbox.key(s.director(), s.node()));
        }
      }
    }
    invariants.accept();
  }

  private void undefine(String kind) {
    undefined.add(kind);
    List.copyOf(log.getLast().keySet()).stream()
        .filter(key -> Inventory.kind(key).equals(kind))
        .forEach(this::remove);
  }

  private void edit(Step.Edit edit) {
    Optional<Thing> standing = thing(edit.key());
    if (standing.isEmpty()) {
      create(edit.key(), inventory.fresh(edit.key()).with(edit.field(), edit.value()));
      return;
    }
    Thing next = standing.get().with(edit.field(), edit.value());
    if (!next.equals(standing.get())) {
      put(
          edit.key(),
          edit.field().startsWith("spec.")
              ? next.with("metadata.generation", generation(standing.get(), 1))
              : next);
    }
  }

  private static String generation(Thing thing, int more) {
    return String.valueOf(
        Integer.parseInt(thing.fields().getOrDefault("metadata.generation", "0")) + more);
  }

  private void create(String key, Thing thing) {
    made++;
    put(
        key,
        thing
            .with("metadata.uid", "u-" + made)
            .with("metadata.generation", "1")
            .with("metadata.creationTimestamp", "'" + now + "'"));
  }

  private void restore(Step.Restore step) {
    List<Thing> all = revisions.getOrDefault(step.key(), List.of());
    if (all.size() <= step.back()) {
      return;
    }
    Thing old = all.get(all.size() - 1 - step.back());
    Optional<Thing> standing = thing(step.key());
    switch (step.how()) {
      case RESTORED -> put(step.key(), old);
      case APPLIED -> {
        if (standing.isEmpty()) {
          create(step.key(), old);
        } else {
          Thing next = old;
          for (String field : List.of("uid", "creationTimestamp", "generation")) {
            String name = "metadata." + field;
            String value = standing.get().fields().get(name);
            next = value == null ? next : next.with(name, value);
          }
          if (!next.equals(standing.get())) {
            put(step.key(), next.with("metadata.generation", generation(standing.get(), 1)));
          }
        }
      }
    }
  }

  private void kubelet(String node) {
    thing("Node/" + node)
        .ifPresent(
            thing -> {
              String id = post(node).machine().bootId();
              Thing next = thing.with("status.nodeInfo", "{bootID: " + id + "}");
              if (!next.equals(thing)) {
                put("Node/" + node, next);
              }
            });
  }

  private void put(String key, Thing thing) {
    revisions.computeIfAbsent(key, _ -> new ArrayList<>()).add(thing);
    put(key, inventory.object(thing));
  }

  private void put(String key, HasMetadata object) {
    if (undefined.contains(Inventory.kind(key))) {
      return; // 404
    }
    Map<String, HasMetadata> next = new TreeMap<>(log.getLast());
    next.put(key, object);
    log.add(next);
  }

  private void remove(String key) {
    Map<String, HasMetadata> next = new TreeMap<>(log.getLast());
    next.remove(key);
    log.add(next);
  }

  private void catchUp(Post post) {
    for (Watch watch : Watch.values()) {
      if (!post.lags(watch)) {
        int seen = post.seen(watch);
        for (int version = seen + 1; version < log.size(); version++) {
          post.news(watch, log.get(version - 1), log.get(version));
        }
        post.seen(watch, log.size() - 1);
      }
    }
  }

  /** {@return what this agent sees, by key} */
  Map<String, HasMetadata> visible(Post post) {
    Map<String, HasMetadata> view = new TreeMap<>();
    for (Watch watch : Watch.values()) {
      log.get(post.seen(watch))
          .forEach(
              (key, object) -> {
                if (Post.watch(key) == watch) {
                  view.put(key, object);
                }
              });
    }
    post.ghosts().forEach(view::putIfAbsent);
    return view;
  }

  /** The process dies here. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** One pass of an agent that dies after so many changes; {@return whether it did anything} */
  private boolean pass(Post post, int changes) {
    if (post.down) {
      return false;
    }
    catchUp(post);
    neighbours(post.machine());
    Map<String, HasMetadata> visible = post.counting(visible(post), apiServer);
    coverage.count(post.isInDoubt(), "pass that keeps what is not seen any more");
    Verdicts found = verdicts(visible, post.machine().lastAccepted);
    String node = post.machine().name;
    incremental
        .computeIfAbsent(node, _ -> new Incremental())
        .check(visible.values(), post.machine().lastAccepted, node, found.translation());
    Assignment assignment = found.assignment(node);
    post.machine().lastAccepted = assignment.lastAccepted();
    Map<String, HasMetadata> brought = visible(post);
    post.mailbox()
        .standing()
        .forEach(one -> heard(post, brought.get(Mailbox.key(one.director(), one.node()))));
    post.requests()
        .look(
            Optional.of(
                new Memory.Look(
                    post.mailbox().standing(),
                    SeenRequests.boots(assignment.translation().cluster()),
                    director -> !brought.containsKey("Node/" + director),
                    assignment.translation()::refusal,
                    now)),
            !brought.containsKey("Node/" + post.machine().name),
            assignment.pause().holds());
    invariants.begin(post, brought);
    int writes = post.machine().kernel.writes();
    boolean busy = false;
    try {
      PassResult result =
          post.machine()
              .pass(
                  assignment.intent(),
                  post.requests(),
                  post.probes().known(),
                  now,
                  assignment.pause(),
                  journal -> new Watched(post, journal, changes));
      coverage.count(result);
      paused(post, assignment, post.machine().kernel.writes() - writes);
      post.settle(result);
      report(post, assignment, result);
      boolean news = post.requests().settle(result);
      write(post, result);
      busy |= news;
      coverage.count(!result.report().complete(), "pass with a refused change");
    } catch (Death death) {
      post.restart();
      coverage.count("cut pass");
    }
    return busy || post.machine().kernel.writes() != writes;
  }

  /** Specs of a director and answers of a node, as they are known to be needed. */
  private void write(Post post, PassResult result) {
    if (post.mute) {
      return;
    }
    String self = post.machine().name;
    post.requests()
        .asked()
        .forEach(
            (node, request) -> {
              String key = Mailbox.key(self, node);
              Optional<ForwardingRequest> known = post.mailbox().standing(key);
              if (known.filter(k -> k.getSpec().sequence() >= request.sequence()).isEmpty()) {
                write(post, key, known.isPresent(), Optional.of(request), Optional.empty());
              }
            });
    post.requests()
        .answers(result)
        .forEach(
            (director, answer) -> {
              String key = Mailbox.key(director, self);
              ForwardingRequestStatus status =
                  ForwardingRequests.status(answer, post.requests().attachmentsOf(director));
              Optional<ForwardingRequest> known = post.mailbox().standing(key);
              if (known.filter(k -> !k.reported().equals(status)).isPresent()) {
                write(post, key, true, Optional.empty(), Optional.of(status));
              }
            });
    for (Stored one : post.requests().finished()) {
      String key = Mailbox.key(one.director(), one.node());
      if (log.getLast().get(key) != null
          && log.getLast().get(key) == post.mailbox().standing(key).orElse(null)) {
        post.mailbox().wrote(key, null);
        remove(key);
        post.requests().deleted(one.node());
        sequence++;
      }
    }
  }

  /** The API server patches what is there, or creates; the other half stays. */
  private void write(
      Post post,
      String key,
      boolean expected,
      Optional<Request> request,
      Optional<ForwardingRequestStatus> status) {
    ForwardingRequest standing = (ForwardingRequest) log.getLast().get(key);
    if (expected != (standing != null)) {
      return; // not found, or there already: known when the watch brings it
    }
    ForwardingRequest next = new ForwardingRequest();
    next.setMetadata(
        new ObjectMetaBuilder()
            .withName(key.substring(key.indexOf('/') + 1))
            .withUid(standing == null ? "f-" + ++made : standing.getMetadata().getUid())
            .build());
    next.setSpec(request.map(ForwardingRequests::spec).orElseGet(() -> standing.getSpec()));
    next.setStatus(
        status.orElseGet(
            () -> standing == null ? ForwardingRequestStatus.empty() : standing.reported()));
    written.put(next, status.isPresent() ? ++sequence : writtenAt(standing));
    post.mailbox().wrote(key, next);
    put(key, next);
  }

  private void heard(Post post, HasMetadata object) {
    if (object instanceof ForwardingRequest request
        && request.getSpec().director().equals(post.machine().name)) {
      post.heardOf(request.getSpec().node(), writtenAt(object));
    }
  }

  private void paused(Post post, Assignment assignment, int writes) {
    coverage.count(assignment.pause().holds(), "paused pass");
    if (assignment.pause().holds() && writes > 0) {
      throw new Violation("Paused", post.machine().name + " has changed its kernel");
    }
  }

  /** What somebody saw and remembered, and what follows. */
  private record Verdicts(
      Map<String, HasMetadata> visible,
      LastAccepted lastAccepted,
      Translation translation,
      Map<String, Assignment> assignments) {
    Assignment assignment(String node) {
      return assignments.computeIfAbsent(node, n -> Assignment.of(translation, n));
    }

    /** Nobody changes an object that stands in the cluster: a new version is another object. */
    boolean areAbout(Map<String, HasMetadata> others, LastAccepted last) {
      return visible.keySet().equals(others.keySet())
          && others.entrySet().stream().allMatch(e -> visible.get(e.getKey()) == e.getValue())
          && lastAccepted.equals(last);
    }
  }

  /** The same objects give the same verdicts, to everybody: most of the time goes here. */
  private Verdicts verdicts(Map<String, HasMetadata> visible, LastAccepted last) {
    Optional<Verdicts> known = verdicts.stream().filter(v -> v.areAbout(visible, last)).findFirst();
    if (known.isPresent()) {
      return known.get();
    }
    Translation translation =
        Translator.translate(ClusterObjects.snapshot(List.copyOf(visible.values())), last);
    verdicts.addFirst(new Verdicts(visible, last, translation, new HashMap<>()));
    if (verdicts.size() > Inventory.NODES.size()) {
      verdicts.removeLast();
    }
    return verdicts.getFirst();
  }

  /** Who would answer when this machine asks for a VIP. */
  private void neighbours(Machine asking) {
    asking.kernel.neighbours.clear();
    for (IpAddress vip : Inventory.VIPS) {
      posts.values().stream()
          .map(Post::machine)
          .filter(m -> m != asking && Judge.announces(m, vip))
          .forEach(m -> asking.kernel.neighbours.put(vip, MacAddress.parse(m.mac())));
    }
  }

  private void report(Post post, Assignment assignment, PassResult result) {
    LvsNodeStatus status = post.report(assignment, result);
    String key = "LvsNode/" + post.machine().name;
    LvsNode standing = (LvsNode) log.getLast().get(key);
    if (post.mute) {
      coverage.count(
          standing == null || !standing.reported().equals(status), "report that was lost");
      return;
    }
    if (standing == null || !standing.reported().equals(status)) {
      String uid = standing == null ? "r-" + ++made : standing.getMetadata().getUid();
      LvsNode node = new LvsNode();
      node.setMetadata(new ObjectMetaBuilder().withName(post.machine().name).withUid(uid).build());
      node.setStatus(status);
      written.put(node, ++sequence);
      post.wrote(node);
      put(key, node);
    }
  }

  private static void connect(InMemoryKernel kernel, int each) {
    kernel
        .ipvs
        .virtualServers()
        .forEach(
            server ->
                server
                    .destinations()
                    .forEach(
                        d ->
                            kernel.ipvs.connections(
                                server.server().key(), d.destination().key(), each)));
  }

  private void disturb(Machine machine, Step.Damage damage) {
    InMemoryKernel kernel = machine.kernel;
    kernel.failNext("nothing"); // it is us who shall be refused
    switch (damage) {
      case VIRTUAL_SERVERS -> {
        List<VirtualServer> foreign =
            kernel.ipvs.virtualServers().stream()
                .map(s -> s.server())
                .filter(s -> s.key().equals(FOREIGN))
                .toList();
        kernel.ipvs.clear();
        foreign.forEach(kernel.ipvs::add);
        kernel.ipvs.add(FOREIGN, Destination.masquerade(IpAddress.parse("10.23.9.9"), 6443, 1));
      }
      case WEIGHTS ->
          kernel.ipvs.virtualServers().stream()
              .filter(s -> !s.server().key().equals(FOREIGN))
              .forEach(
                  s ->
                      s.destinations()
                          .forEach(
                              d ->
                                  kernel.ipvs.edit(
                                      s.server().key(), d.destination().withWeight(0))));
      case VIPS -> kernel.addresses.removeIf(a -> a.protocol() == Ownership.PROTOCOL);
      case RULES -> kernel.rules.removeIf(r -> r.protocol() == Ownership.PROTOCOL);
      case PACKET_RULES -> kernel.packetTable = new PacketTableState.Absent();
      case TUNNEL -> {
        if (kernel.links.stream().anyMatch(l -> l.name().equals("tunl0"))) {
          kernel.kernel().links().down("tunl0");
        }
      }
      case ARP -> kernel.parameters.put(Sysctl.arpIgnore("eth0"), "0");
    }
  }

  /** Everybody hears and says everything from now on, and nothing gets in the way. */
  void calm() {
    tell("-- the noise stops");
    undefined.clear();
    for (Post post : posts.values()) {
      post.calm();
      kubelet(post.machine().name);
      post.machine().kernel.failNext("nothing");
      connect(post.machine().kernel, 0);
    }
    inventory.repairs(this::thing).forEach(edit -> edit(edit));
    sequence++;
    invariants.accept();
  }

  /** Deletes every object of this API but the groups. */
  void deleteAll() {
    tell("-- everything is deleted");
    List<String> keys =
        log.getLast().keySet().stream()
            .filter(k -> k.startsWith("LvsService/") || k.startsWith("RealServer/"))
            .toList();
    keys.forEach(this::remove);
    sequence++;
  }

  /** All agents pass until nobody has anything to do, also after the longest waits. */
  void settle() {
    int quiet = 0;
    for (int round = 0; quiet < 2; round++) {
      if (round > 40) {
        throw new Violation("Converges", "there is something to do for ever");
      }
      boolean busy = false;
      int version = log.size();
      for (Post post : posts.values()) {
        busy |= pass(post, Integer.MAX_VALUE) || post.isInDoubt();
      }
      quiet = busy || version != log.size() ? 0 : quiet + 1;
      now = now.plusSeconds(quiet == 0 ? 61 : 300); // nobody waits longer for anything
    }
    invariants.allIsWell();
  }

  /** A datacenter in which nothing ever happened but that these objects were made. */
  Datacenter fresh() {
    Datacenter fresh = new Datacenter(inventory, new Coverage());
    for (String key : List.copyOf(fresh.log.getLast().keySet())) {
      if (!log.getLast().containsKey(key)) {
        fresh.remove(key);
      }
    }
    log.getLast()
        .forEach(
            (key, _) -> {
              if (Post.watch(key) != Watch.REPORTS) {
                fresh.put(key, revisions.get(key).getLast());
              }
            });
    Inventory.NODES.forEach(fresh::kubelet);
    fresh.settle();
    return fresh;
  }

  /**
   * A journal that has everything checked after each change, also within a batch, and dies when its
   * time has come.
   */
  private final class Watched implements Journal {
    private final Post post;
    private final Journal journal;
    private final Set<Change> seen = new HashSet<>();
    private int left;

    Watched(Post post, Journal journal, int changes) {
      this.post = post;
      this.journal = journal;
      this.left = changes;
    }

    @Override
    public Ownership ownership() {
      return journal.ownership();
    }

    @Override
    public void before(List<Change> changes) {
      if (left == 0) {
        throw new Death();
      }
      journal.before(changes);
      seen.clear();
      post.machine().kernel.watcher = this::see;
    }

    /** Right after it was done, before the next one of a batch. */
    private void see(Change change) {
      seen.add(change);
      tell("    " + post.machine().name + "# " + change.command().lines().findFirst().orElse(""));
      invariants.changed(post, change);
      if (--left == 0) { // between two of a batch, or between the kernel and the journal
        throw new Death();
      }
    }

    @Override
    public void after(List<Change> done, List<Change> refused) {
      done.stream().filter(change -> !seen.contains(change)).toList().forEach(this::see);
      post.machine().kernel.watcher = _ -> {};
      for (Change change : refused) {
        tell("    " + post.machine().name + "# refused: " + change.command());
        post.lost(sequence);
      }
      journal.after(done, refused);
    }
  }
}
