package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.ForwardingRequest;
import io.lvsoperator.api.v1alpha1.LvsNode;
import io.lvsoperator.model.HostedPart;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.protocol.Request;
import io.lvsoperator.translate.policy.Finding;
import io.lvsoperator.translate.policy.Verdict;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import io.lvsoperator.translate.snapshot.ClusterSnapshot;
import java.util.List;
import java.util.stream.Stream;

/** A cluster for a test, and what becomes of it. */
public record World(List<Thing> things) {
  /** The tutorial's machines: director lb01, real servers rs01 and rs02. Nobody has reported. */
  public static World tutorial() {
    return new World(
        List.of(
            Thing.group("default"),
            Thing.director("lb01", "10.23.21.184"),
            Thing.node("rs01", "10.23.190.76"),
            Thing.node("rs02", "10.23.122.152")));
  }

  /** With these objects, in place of those that have the same kind, namespace and name. */
  public World with(Thing... more) {
    Stream<Thing> kept =
        things.stream().filter(old -> Stream.of(more).noneMatch(now -> same(old, now)));
    return new World(Stream.concat(kept, Stream.of(more)).toList());
  }

  private static boolean same(Thing a, Thing b) {
    return a.kind() == b.kind()
        && Stream.of("metadata.name", "metadata.namespace")
            .allMatch(f -> a.fields().getOrDefault(f, "").equals(b.fields().getOrDefault(f, "")));
  }

  /** Without what agents write. */
  public World silent() {
    return new World(
        things.stream()
            .filter(t -> t.kind() != LvsNode.class && t.kind() != ForwardingRequest.class)
            .toList());
  }

  /**
   * What this director asks of this node for its services as they stand, in its seventh request.
   */
  public Thing request(String director, String node) {
    return Thing.request(
        new Request(
            director,
            node,
            Request.PROTOCOL,
            "boot-" + director,
            7,
            List.of(),
            intent(node).hosted().stream().map(HostedPart::attachment).toList()));
  }

  /** With what this director asks of this node, which has acknowledged it. */
  public World acknowledged(String director, String node) {
    return with(acknowledgement(request(director, node), director, node));
  }

  /** This request, and the answer that everything is in place in the node's first boot. */
  public static Thing acknowledgement(Thing request, String director, String node) {
    return request
        .with("status.bootID", "boot-" + node)
        .with("status.acknowledged", "{bootID: boot-" + director + ", sequence: 7}");
  }

  /** What the cluster says. */
  public ClusterSnapshot snapshot() {
    return ClusterObjects.snapshot(things.stream().map(Thing::object).toList());
  }

  /** What follows. */
  public Translation translate() {
    return Translator.translate(snapshot());
  }

  /** What follows when this was there before; edits are told from it by the objects' UIDs. */
  public Translation after(World before) {
    return Translator.translate(snapshot(), before.translate().lastAccepted());
  }

  /** What this node shall do. */
  public Intent intent(String node) {
    return translate().intentFor(node);
  }

  /** The verdict on a service of namespace shop. */
  public Verdict service(String name) {
    return service("shop", name);
  }

  /** The verdict on a service. */
  public Verdict service(String namespace, String name) {
    return translate().service(new ServiceRef(namespace, name)).orElseThrow().verdict();
  }

  /** The verdict on a real server of namespace shop. */
  public Verdict realServer(String name) {
    return realServer("shop", name);
  }

  /** The verdict on a real server. */
  public Verdict realServer(String namespace, String name) {
    return translate().realServer(new ServiceRef(namespace, name)).orElseThrow().verdict();
  }

  /** The verdict on a real server in a service, both of namespace shop. */
  public Member member(String service, String realServer) {
    return translate().service(new ServiceRef("shop", service)).orElseThrow().members().stream()
        .filter(m -> m.realServer().server().name().name().equals(realServer))
        .findFirst()
        .orElseThrow();
  }

  /** A refusal as one line: reason, colon, message; "accepted" if there is none. */
  public static String text(Verdict verdict) {
    return verdict
        .refusal()
        .map((Finding.Refusal refusal) -> refusal.reason() + ": " + refusal.message())
        .orElse("accepted");
  }
}
