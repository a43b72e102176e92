package io.lvsoperator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.lvsoperator.api.v1alpha1.Condition;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.api.v1alpha1.LvsNodeStatus;
import io.lvsoperator.status.Transition;
import io.lvsoperator.translate.LastAccepted;
import io.lvsoperator.translate.Translation;
import io.lvsoperator.translate.Translator;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import io.lvsoperator.translate.snapshot.ClusterSnapshot;
import io.lvsoperator.translate.snapshot.Declared;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass: snapshot, verdicts, conditions; then the writes, only where something changed. One at a
 * time, also where an operator that is stopped and its successor overlap.
 */
final class Pass {
  private static final Logger LOG = LoggerFactory.getLogger(Pass.class);

  private final ClusterWriter writer;
  private final ControllerMetrics metrics;
  private final Clock clock;
  private final Function<Set<String>, Map<String, Heartbeats.Word>> words;
  private final RecentWrites recent = new RecentWrites();
  private final ClusterObjects objectReader = new ClusterObjects();
  private final Translator translator = new Translator();
  private LastAccepted lastAccepted = LastAccepted.NONE;

  /**
   * Makes one.
   *
   * @param words what is known of these nodes' agents
   */
  Pass(
      ClusterWriter writer,
      ControllerMetrics metrics,
      Clock clock,
      Function<Set<String>, Map<String, Heartbeats.Word>> words) {
    this.writer = writer;
    this.metrics = metrics;
    this.clock = clock;
    this.words = words;
  }

  /** How a write ended. */
  private enum Outcome {
    DONE,
    REFUSED,
    UNREACHABLE
  }

  /**
   * Publishes what follows from these objects.
   *
   * @return whether everything is published and has come back by the informers; if not, another
   *     pass is wanted soon
   */
  synchronized boolean run(List<HasMetadata> objects) {
    Instant now = clock.instant();
    List<Publication> changes = publications(objects, now).filter(Publication::isChange).toList();
    boolean complete = true;
    for (Publication change : changes) {
      Outcome outcome = publish(change, now);
      metrics.write(outcome == Outcome.DONE);
      complete &= outcome == Outcome.DONE;
      if (outcome == Outcome.UNREACHABLE) {
        break; // the others would only wait for the same time-out
      }
    }
    return complete && !recent.isWaiting(now);
  }

  /** Which agents are alive first: what depends on them is said from that. */
  private Stream<Publication> publications(List<HasMetadata> objects, Instant now) {
    Map<String, String> uids = uids(objects);
    ClusterSnapshot before = published(objectReader.read(objects), uids, now);
    Liveness liveness = new Liveness(words.apply(before.reports().keySet()), now);
    ClusterSnapshot snapshot = before.withReports(liveness.in(before.reports()));
    Translation translation = translator.next(snapshot, lastAccepted);
    lastAccepted = translation.lastAccepted();
    return Stream.concat(
        Liveness.publications(before.reports(), snapshot.reports(), uids).stream(),
        Publications.of(translation, now).stream());
  }

  private static Map<String, String> uids(List<HasMetadata> objects) {
    return objects.stream()
        .filter(object -> object.getKind().equals(HasMetadata.getKind(LvsNode.class)))
        .map(HasMetadata::getMetadata)
        .collect(Collectors.toMap(ObjectMeta::getName, ObjectMeta::getUid, (a, _) -> a));
  }

  private Outcome publish(Publication change, Instant now) {
    try {
      writer.status(change);
    } catch (KubernetesClientException e) {
      return failed(change, e);
    } catch (RuntimeException e) { // one bad object never stops another
      LOG.warn("{}: its status was not written", change, e);
      return Outcome.REFUSED;
    }
    recent.wrote(change, now);
    change.transitions().forEach(transition -> tell(change, transition, now));
    return Outcome.DONE;
  }

  private static Outcome failed(Publication change, KubernetesClientException e) {
    if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
      LOG.debug("{} is gone, or another of its name is there", change, e);
      return Outcome.DONE;
    }
    LOG.warn("{}: its status was not written: {}", change, e.getMessage());
    return e.getCode() == 0 ? Outcome.UNREACHABLE : Outcome.REFUSED;
  }

  private void tell(Publication change, Transition transition, Instant now) {
    LOG.info("{}: {} {}", change, transition.reason(), transition.message());
    try {
      writer.event(change, transition, now);
    } catch (RuntimeException e) { // an Event is a courtesy
      LOG.warn("{}: Event {} was not created: {}", change, transition.reason(), e.getMessage());
    }
  }

  private ClusterSnapshot published(
      ClusterSnapshot snapshot, Map<String, String> uids, Instant now) {
    Map<String, LvsNodeStatus> reports = new HashMap<>();
    snapshot
        .reports()
        .forEach(
            (node, report) ->
                reports.put(node, published(uids.getOrDefault(node, ""), report, now)));
    return new ClusterSnapshot(
        snapshot.services().stream().map(o -> published(o, now)).toList(),
        snapshot.realServers().stream().map(o -> published(o, now)).toList(),
        snapshot.groups().stream().map(o -> published(o, now)).toList(),
        snapshot.nodes(),
        reports,
        snapshot.requests(),
        snapshot.namespaces(),
        snapshot.network(),
        snapshot.evidence());
  }

  private LvsNodeStatus published(String uid, LvsNodeStatus report, Instant now) {
    LvsNodeStatus ours = recent.published(uid, Liveness.own(report), now);
    List<Condition> conditions = new ArrayList<>(report.byAgent().conditions());
    conditions.addAll(ours.conditions());
    return report.withConditions(conditions);
  }

  private <S, T> Declared<S, T> published(Declared<S, T> object, Instant now) {
    return new Declared<>(
        object.name(),
        object.uid(),
        object.generation(),
        object.created(),
        object.labels(),
        object.annotations(),
        object.spec(),
        object.unreadable(),
        recent.published(object.uid(), object.status(), now));
  }
}
