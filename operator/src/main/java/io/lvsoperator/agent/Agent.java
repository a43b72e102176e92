package io.lvsoperator.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.DriftRepair;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.journal.JournalException;
import io.lvsoperator.kernel.KernelEvents;
import io.lvsoperator.kernel.KernelException;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.DirectedServer;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.PortRange;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.SourceAddress;
import io.lvsoperator.model.SourcePorts;
import io.lvsoperator.model.VirtualServerKey;
import io.lvsoperator.plan.Planner;
import io.lvsoperator.protocol.Memory;
import io.lvsoperator.protocol.Request;
import io.lvsoperator.translate.LastAccepted;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import io.lvsoperator.translate.snapshot.OutOfServiceTaint;
import io.lvsoperator.watch.StoreRevision;
import io.lvsoperator.watch.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent of one node. It leaves the kernel as it is when it ends. */
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  private final Setup setup;
  private final ClusterLink cluster;
  private final StatusWriter status;
  private final RequestWriter requestWriter;
  private final Requests requests;
  private final DriftWatch drift = new DriftWatch();
  private final Pass pass;
  private final PassLoop loop;
  private final Probes probes;
  private final Announcer announcer;
  private final Heartbeat heartbeat;
  private final PassLog log = new PassLog();
  private final DrainProgress drains = new DrainProgress();
  private final ExecutorService probing = Executors.newCachedThreadPool(Daemons.named("probe"));
  private Optional<KernelEvents.Subscription> subscription = Optional.empty();
  private List<Condition> conditions = List.of();
  private Optional<DriftRepair> repaired = Optional.empty();
  private volatile Map<VirtualServerKey, DirectedServer> directed = Map.of();
  private boolean ownersWritable = true;
  private final KnownCluster known;
  private final boolean stood;
  private final Silence silence = new Silence();
  private final ClusterObjects objectReader = new ClusterObjects();
  private final Translator translator = new Translator();
  private LastAccepted lastAccepted;
  private volatile boolean passed;
  private Instant nextTurn = Instant.MIN;

  /** Makes an agent that does not run yet. */
  public Agent(Setup setup) {
    this.setup = setup;
    Timing timing = setup.timing();
    OwnLvsNode own = new OwnLvsNode(setup.client(), setup.facts().nodeName());
    loop = new PassLoop(this::pass, timing.tick(), timing.quiet());
    Contact contact = new Contact(System::nanoTime, timing.outOfContact());
    Witness witness =
        new Witness(setup.client(), setup.clock(), () -> loop.request("an absence is explained"));
    cluster =
        new ClusterLink(
            setup.client(), own, loop::request, witness, contact, setup.operatorMetrics());
    status = new StatusWriter(own, contact);
    requestWriter =
        new RequestWriter(setup.client(), contact, () -> loop.request("requests written"));
    requests =
        new Requests(
            setup.facts(),
            setup.memory().read(setup.journal().cluster()),
            memory -> setup.memory().write(memory, setup.journal().cluster().orElse("")));
    stood = !setup.journal().ownership().equals(Ownership.NONE);
    known =
        new KnownCluster(
            cluster,
            witness,
            new IntentMemory(
                setup.saved(),
                setup.facts(),
                setup.journal().cluster(),
                setup.client().getKubernetesSerialization()),
            setup.facts(),
            stood);
    lastAccepted = known.lastAccepted();
    pass = new Pass(setup.kernel(), setup.journal(), new Planner(setup.options()), drift);
    probes =
        new Probes(
            setup.kernel().announcements(),
            probing,
            setup.clock(),
            timing.probeAgain(),
            () -> loop.request("probe"));
    announcer =
        new Announcer(setup.kernel().announcements(), timing.announceEvery(), timing.announceGap());
    heartbeat =
        new Heartbeat(
            setup.client(),
            setup.facts().nodeName(),
            cluster::objects,
            () -> alive() && contact.holds(),
            timing.heartbeat(),
            setup.clock(),
            new StoreRevision(cluster::beginAnew));
  }

  /** Starts. Nothing is changed before every informer has synced. */
  public void start() {
    subscription = Optional.of(setup.events().subscribe(loop::request));
    loop.start();
    cluster.start();
    heartbeat.start();
  }

  /** {@return whether the loop turns; the API server has no part in this} */
  public boolean alive() {
    return loop.sinceLastTurn().compareTo(setup.timing().silence()) < 0;
  }

  /** {@return whether every informer has synced and a pass was made} */
  public boolean ready() {
    return passed;
  }

  /** {@return our virtual servers, with the LvsService of each} */
  public Map<VirtualServerKey, DirectedServer> directed() {
    return directed;
  }

  private void pass(Set<String> reasons) {
    Optional<List<HasMetadata>> all = known.raw();
    if (all.isEmpty() || isOtherCluster(all.get()) || isOtherNode()) {
      return;
    }
    SeenRequests seen = SeenRequests.in(all.get(), setup.client().getKubernetesSerialization());
    Optional<List<HasMetadata>> raw = Optional.of(seen.others());
    Instant now = setup.clock().instant();
    Optional<LvsNode> own = ownNode(raw.get());
    List<HasMetadata> objects = known.counting(raw.get(), now);
    Assignment assignment =
        Assignment.of(
            translator.next(objectReader.read(withNewest(objects, own)), lastAccepted),
            setup.facts().nodeName());
    lastAccepted = assignment.lastAccepted();
    requests.look(
        known.isLive() ? Optional.of(look(assignment, raw.get(), seen, now)) : Optional.empty(),
        silence.holds(node(raw.get(), setup.facts().nodeName()), now),
        assignment.pause().holds());
    try {
      boolean restrained = !known.isLive() && stood;
      PassResult result =
          pass.run(
              assignment.intent(),
              requests,
              probes.known(),
              now,
              restrained,
              assignment.pause(),
              reading(reasons, now));
      Duration took = Duration.between(now, setup.clock().instant());
      setup.passMetrics().passed(took, now, result.report().complete());
      log.log(result, reasons, took);
      settle(assignment, result, own);
      publish(result, seen);
      passed |= known.isLive();
      known.remember(objects, assignment.lastAccepted(), assignment.intent(), now);
    } catch (KernelException e) {
      setup.passMetrics().passed(Duration.ZERO, now, false);
      log.unreadable(e);
    } catch (JournalException e) { // what follows from a request must be on disk before it
      setup.passMetrics().passed(Duration.ZERO, now, false);
      log.unwritable(e);
    }
  }

  private Memory.Look look(
      Assignment assignment, List<HasMetadata> raw, SeenRequests seen, Instant now) {
    return new Memory.Look(
        seen.standing(requestWriter),
        SeenRequests.boots(assignment.translation().cluster()),
        director -> isGone(raw, director),
        assignment.translation()::refusal,
        now);
  }

  /** The administrator's word, or the absence of its Node: looked at twice before it counts. */
  private static boolean isGone(List<HasMetadata> raw, String node) {
    return node(raw, node).map(OutOfServiceTaint::isOn).orElse(true);
  }

  private static Optional<Node> node(List<HasMetadata> raw, String name) {
    return raw.stream()
        .filter(object -> object instanceof Node)
        .filter(object -> object.getMetadata().getName().equals(name))
        .map(Node.class::cast)
        .findFirst();
  }

  /** Requests and answers go out at once, beside the passes. */
  private void publish(PassResult result, SeenRequests seen) {
    if (requests.settle(result)) {
      loop.request("own parts");
    }
    if (!known.isLive()) {
      return;
    }
    requests.finished().stream()
        .filter(requestWriter::hasDeleted)
        .forEach(one -> requests.deleted(one.node()));
    Map<String, RequestWriter.Answered> answers = new HashMap<>();
    requests
        .answers(result)
        .forEach(
            (director, answer) ->
                answers.put(
                    Request.objectName(director, setup.facts().nodeName()),
                    new RequestWriter.Answered(answer, requests.attachmentsOf(director))));
    requestWriter.offer(
        new RequestWriter.Offer(
            seen.byName(), List.copyOf(requests.asked().values()), answers, requests.finished()));
  }

  /** Events that keep coming do not put the tick off. */
  private Reading reading(Set<String> reasons, Instant now) {
    if (!reasons.isEmpty() && now.isBefore(nextTurn)) {
      return Reading.WHAT_CHANGES;
    }
    nextTurn = now.plus(setup.timing().tick());
    return Reading.IN_TURN;
  }

  /** What a pass leaves to do outside of the kernel. */
  private void settle(Assignment assignment, PassResult result, Optional<LvsNode> own) {
    directed = directed(result);
    count(result);
    Set<LinkAddress> held = held(result);
    remember(probes, result);
    announcer.holds(held);
    setup.passMetrics().holds(places(held).keySet());
    noteDrift(result);
    status.offer(report(assignment, result, own), own);
    writeOwners(result);
  }

  /** What a pass tells of addresses that are to be asked for, or need not be. */
  static void remember(Probes probes, PassResult result) {
    probes.after(result.desired().probes(), vips(result), places(held(result)));
  }

  /** Only show reads them: without them a pass is as good. */
  private void writeOwners(PassResult result) {
    try {
      new OwnedEntries(result).write(setup.owners());
      ownersWritable = true;
    } catch (JournalException e) {
      if (ownersWritable) {
        LOG.warn("show will not know whose each entry is: {}", e.getMessage());
      }
      ownersWritable = false;
    }
  }

  private LvsNodeStatus report(Assignment assignment, PassResult result, Optional<LvsNode> own) {
    if (conditions.isEmpty()) {
      conditions = own.map(node -> node.reported().conditions()).orElse(List.of());
    }
    LvsNodeStatus next =
        new NodeReport(setup.facts(), assignment, result)
            .doubting(known.doubt())
            .status(setup.kernel().routes().nextHops(), drift.contested(), repaired, conditions);
    conditions = next.conditions();
    next = drains.steady(next, result.at());
    return next;
  }

  private void count(PassResult result) {
    result
        .report()
        .entries()
        .forEach(
            entry -> setup.passMetrics().changed(entry.change(), PassLog.word(entry.result())));
    setup.passMetrics().repaired(result.drift().size());
    setup
        .passMetrics()
        .foreign(
            result.observed().virtualServers().stream()
                .filter(s -> !result.ownership().virtualServers().contains(s.server().key()))
                .count());
  }

  private static Map<VirtualServerKey, DirectedServer> directed(PassResult result) {
    PortRange own = SourcePorts.own(result.observed().localPorts());
    Map<ServiceRef, Integer> sourcePorts =
        result.intent().directed().stream()
            .filter(service -> service.mode() == Mode.FULLNAT)
            .collect(
                Collectors.toMap(
                    DirectedService::name,
                    service -> SourcePorts.capacity(service.sourceAddresses().size(), own)));
    return result.desired().servers().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                server -> server.server().key(),
                s -> new DirectedServer(s.owner(), sourcePorts.getOrDefault(s.owner(), 0)),
                (a, b) -> a));
  }

  private void noteDrift(PassResult result) {
    if (!result.drift().isEmpty()) {
      String commands =
          result.drift().stream().map(Change::command).collect(Collectors.joining("; "));
      repaired = Optional.of(new DriftRepair(result.at(), PassLog.shortened(commands, 1024)));
    }
  }

  private static Set<LinkAddress> held(PassResult result) {
    return result.desired().announced().stream()
        .filter(result.observed().addresses()::has)
        .collect(Collectors.toSet());
  }

  private static Map<IpAddress, String> places(Set<LinkAddress> held) {
    Map<IpAddress, String> places = new HashMap<>();
    held.forEach(address -> places.put(address.address(), address.link()));
    return places;
  }

  private static Set<IpAddress> vips(PassResult result) {
    return result.intent().directed().stream()
        .flatMap(
            service ->
                Stream.concat(
                    Stream.of(service.vip()),
                    service.sourceAddresses().stream().map(SourceAddress::address)))
        .collect(Collectors.toSet());
  }

  /** Our own kinds are watched untyped; this one we wrote ourselves, so that it can be read. */
  private Optional<LvsNode> ownNode(List<HasMetadata> objects) {
    return objects.stream()
        .filter(this::isOwn)
        .findFirst()
        .map(node -> setup.client().getKubernetesSerialization().convertValue(node, LvsNode.class));
  }

  /** Others may have read what this agent has written and not seen itself yet. */
  private List<HasMetadata> withNewest(List<HasMetadata> objects, Optional<LvsNode> own) {
    Optional<LvsNode> newest = status.unseen(own);
    return newest.isEmpty()
        ? objects
        : Stream.concat(objects.stream().filter(o -> !isOwn(o)), newest.stream()).toList();
  }

  private boolean isOwn(HasMetadata object) {
    return object.getKind().equals(HasMetadata.getKind(LvsNode.class))
        && object.getMetadata().getName().equals(setup.facts().nodeName());
  }

  /** Another cluster's objects say nothing about what an earlier cluster had us do here. */
  private boolean isOtherCluster(List<HasMetadata> objects) {
    Optional<String> uid = KnownCluster.uid(objects);
    uid.ifPresent(setup.journal()::cluster);
    Optional<String> noted = setup.journal().cluster();
    boolean other = uid.isPresent() && noted.isPresent() && !noted.equals(uid);
    if (other) {
      log.otherCluster(setup.journal().path(), noted.get(), uid.get());
    }
    return other;
  }

  /** What stands here is another Node's, and its objects say nothing about this one's. */
  private boolean isOtherNode() {
    Optional<String> other = known.otherNode().filter(_ -> stood);
    other.ifPresent(name -> log.otherNode(name, setup.facts().nodeName()));
    return other.isPresent();
  }

  /** Lets the running pass finish and ends, within 5 s. The kernel stays as it is. */
  @Override
  public void close() {
    subscription.ifPresent(KernelEvents.Subscription::close);
    loop.close();
    heartbeat.close();
    known.close();
    status.close();
    requestWriter.close();
    announcer.close();
    probing.shutdownNow();
    LOG.info("the agent has ended; the kernel stays as it is");
  }
}
