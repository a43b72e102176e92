package io.lvsoperator.translate;

import static io.lvsoperator.translate.Thing.node;
import static io.lvsoperator.translate.Thing.rule;
import static io.lvsoperator.translate.World.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.lvsoperator.model.Backend;
import io.lvsoperator.model.DirectedService;
import io.lvsoperator.model.Intent;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.translate.snapshot.ClusterObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A bad edit keeps the last good one; what is had is not taken by younger or edited objects. */
class LastAcceptedTest {
  private static final String VIP = "10.23.21.180";
  private static final String OTHER_VIP = "10.23.21.181";

  private static Thing service(String name) {
    return Thing.service(name).with("metadata.uid", "uid-" + name);
  }

  private static Thing realServer(String name, String address) {
    return Thing.realServer(name, address).with("metadata.uid", "uid-" + name);
  }

  private static Thing group() {
    return Thing.group("default").with("metadata.uid", "uid-group");
  }

  private static World running() {
    return World.tutorial()
        .with(
            group(),
            service("web").aged(5),
            realServer("rs01", "10.23.190.76").aged(5),
            realServer("rs02", "10.23.122.152").aged(6));
  }

  private static ServiceVerdict service(Translation translation, String name) {
    return translation.service(new ServiceRef("shop", name)).orElseThrow();
  }

  private static RealServerVerdict realServer(Translation translation, String name) {
    return translation.realServer(new ServiceRef("shop", name)).orElseThrow();
  }

  private static List<String> vips(Translation translation) {
    return translation.intentFor("lb01").directed().stream()
        .map(DirectedService::vip)
        .map(IpAddress::toString)
        .toList();
  }

  private static List<String> backends(Translation translation) {
    return translation.intentFor("lb01").directed().stream()
        .flatMap(s -> s.backends().stream())
        .map(Backend::address)
        .map(IpAddress::toString)
        .toList();
  }

  @Test
  void aBadEditOfAServiceChangesNothingInTheDataPlane() {
    Intent before = running().intent("lb01");
    for (Map.Entry<String, String> edit :
        Map.of(
                "spec.vip", "fd00::1",
                "spec.mode", "MAGIC",
                "spec.scheduler", "best",
                "spec.ports", "[]",
                "spec.directorGroupName", "nobody",
                "spec.realServerSelector", "{}")
            .entrySet()) {
      Translation after =
          running()
              .with(service("web").aged(5).with(edit.getKey(), edit.getValue()))
              .after(running());
      ServiceVerdict verdict = service(after, "web");
      assertThat(verdict.isLastAccepted()).as(edit.toString()).isTrue();
      assertThat(after.intentFor("lb01")).as(edit.toString()).isEqualTo(before);
      assertThat(after.intentFor("rs01").hosted())
          .isEqualTo(running().intent("rs01").hosted())
          .isNotEmpty();
    }
  }

  @Test
  void itIsRememberedOverManyPasses() {
    LastAccepted last = running().translate().lastAccepted();
    for (String scheduler : List.of("best", "better", "best")) {
      World bad = running().with(service("web").aged(5).with("spec.scheduler", scheduler));
      Translation after = Translator.translate(bad.snapshot(), last);
      assertThat(service(after, "web").isLastAccepted()).isTrue();
      last = after.lastAccepted();
    }
    assertThat(last).isEqualTo(running().translate().lastAccepted());
  }

  @Test
  void aGoodEditIsCarriedOut() {
    Translation after =
        running().with(service("web").aged(5).with("spec.vip", OTHER_VIP)).after(running());
    assertThat(service(after, "web").isLastAccepted()).isFalse();
    assertThat(vips(after)).containsExactly(OTHER_VIP);
  }

  @Test
  void whatWasNeverAcceptedIsNotCarriedOut() {
    World bad = running().with(service("web").aged(5).with("spec.scheduler", "best"));
    assertThat(vips(bad.after(World.tutorial()))).isEmpty();
  }

  @Test
  void aDeletedServiceIsGoneAndItsNamesakeIsAnother() {
    World without =
        new World(
            running().things().stream()
                .filter(t -> !"uid-web".equals(t.fields().get("metadata.uid")))
                .toList());
    assertThat(vips(without.after(running()))).isEmpty();
    assertThat(without.after(running()).lastAccepted().services()).isEmpty();
    World another =
        running()
            .with(
                service("web")
                    .aged(9)
                    .with("metadata.uid", "another")
                    .with("spec.scheduler", "best"));
    assertThat(vips(another.after(running()))).isEmpty();
  }

  @Test
  void anAllowRuleThatIsWithdrawnTakesItDownWhateverTheEdit() {
    World withdrawn =
        running()
            .with(
                group().with("spec.allow", rule("vips: [10.99.0.0/16], realServers: [0.0.0.0/0]")));
    assertThat(vips(withdrawn.after(running()))).isEmpty();
    assertThat(
            vips(
                withdrawn
                    .with(service("web").aged(5).with("spec.scheduler", "best"))
                    .after(running())))
        .isEmpty();
    assertThat(withdrawn.after(running()).lastAccepted().services()).isEmpty();
  }

  @Test
  void aServiceThatCannotBeReadAnyMoreStays() {
    List<HasMetadata> objects = new ArrayList<>();
    running().things().forEach(thing -> objects.add(thing.object()));
    objects.removeIf(o -> o.getMetadata().getName().equals("web"));
    GenericKubernetesResource generic = new GenericKubernetesResource();
    generic.setApiVersion("lvsoperator.io/v1alpha1");
    generic.setKind("LvsService");
    generic.setMetadata(service("web").aged(5).object().getMetadata());
    generic.setAdditionalProperty("spec", Map.of("ports", Map.of("not", "a list")));
    objects.add(generic);
    Translation after =
        Translator.translate(
            ClusterObjects.snapshot(objects), running().translate().lastAccepted());
    assertThat(text(service(after, "web").verdict())).startsWith("UnsupportedValue");
    assertThat(after.intentFor("lb01")).isEqualTo(running().intent("lb01"));
  }

  @Test
  void anOlderServiceEditedOntoAYoungersVipIsTheRefusedOne() {
    World before = running().with(service("old").in("bank").aged(1).with("spec.vip", OTHER_VIP));
    World after = before.with(service("old").in("bank").aged(1).with("spec.vip", VIP));
    Translation translation = after.after(before);
    ServiceVerdict old = translation.service(new ServiceRef("bank", "old")).orElseThrow();
    assertThat(text(old.verdict()))
        .startsWith("VIPInUse: " + VIP + " belongs to LvsService shop/web");
    assertThat(old.isLastAccepted()).isTrue();
    assertThat(service(translation, "web").verdict().accepted()).isTrue();
    assertThat(vips(translation)).containsExactlyInAnyOrder(VIP, OTHER_VIP);
    // Who remembers nothing would give it to the older one, but for what the controller says.
    assertThat(text(after.service("web"))).startsWith("VIPInUse");
  }

  @Test
  void whoHasJustBegunBelievesWhatTheControllerSaid() {
    World after =
        running()
            .with(
                service("old").in("bank").aged(1).with("metadata.generation", "2"),
                service("web")
                    .aged(5)
                    .with("metadata.generation", "1")
                    .with(
                        "status.conditions",
                        "[{type: Accepted, status: 'True', observedGeneration: 1}]"));
    assertThat(text(after.service("web"))).isEqualTo("accepted");
    assertThat(text(after.service("bank", "old"))).startsWith("VIPInUse");
  }

  @Test
  void whoBeginsMeanwhileReadsInTheStatusWhatWasAcceptedLast() {
    Thing web = service("web").aged(5).with("spec.vip", "10.99.99.9");
    Thing rs01 = realServer("rs01", "10.99.99.9").aged(5);
    Thing group =
        group()
            .with("spec.nodeSelector", "{matchLabels: {director: 'no'}}")
            .with("spec.allow", rule("vips: [nonsense], realServers: [10.23.0.0/16]"));
    World bad = running().with(web, rs01, group);
    assertThat(vips(bad.translate())).as("where nobody says it").isEmpty();
    Translation known = bad.after(running());
    LastAccepted last = known.lastAccepted();
    ServiceVerdict service = service(known, "web");
    RealServerVerdict server = realServer(known, "rs01");
    GroupVerdict rules = known.group("default").orElseThrow();
    World said =
        running()
            .with(
                saying(web, AcceptedSpec.of(service.service(), service.verdict(), last.services())),
                saying(
                    rs01, AcceptedSpec.of(server.server(), server.verdict(), last.realServers())),
                saying(group, AcceptedSpec.of(rules.group(), rules.verdict(), last.groups())));
    assertThat(said.translate().intentFor("lb01")).isEqualTo(running().intent("lb01"));
    assertThat(said.translate().lastAccepted()).isEqualTo(last);
    RealServerVerdict sound = realServer(known, "rs02");
    assertThat(AcceptedSpec.of(sound.server(), sound.verdict(), last.realServers()))
        .as("what is accepted as it stands")
        .isEmpty();
    assertThat(vips(running().with(group, web.with("status.acceptedSpec", "'{'")).translate()))
        .as("what nobody can read")
        .isEmpty();
  }

  private static Thing saying(Thing thing, Optional<String> accepted) {
    return thing.with("status.acceptedSpec", "'" + accepted.orElseThrow() + "'");
  }

  @Test
  void aPortIsNotTakenByAnOlderServiceOfTheSameOwner() {
    World before =
        running().with(service("old").aged(1).with("spec.ports", "[{name: a, port: 81}]"));
    Translation after =
        before
            .with(service("old").aged(1).with("spec.ports", "[{name: a, port: 80}]"))
            .after(before);
    assertThat(text(service(after, "old").verdict())).startsWith("Conflict: port 80/TCP");
    assertThat(service(after, "old").service().spec().ports().getFirst().firstPort()).isEqualTo(81);
    assertThat(service(after, "web").verdict().accepted()).isTrue();
  }

  @Test
  void anOlderNewcomerWaitsUntilTheVipIsFreeAndGetsItInTheSamePass() {
    Thing newcomer = service("new").in("bank").aged(0);
    assertThat(vips(running().with(newcomer).after(running()))).containsExactly(VIP);
    Translation freed =
        running()
            .with(newcomer, service("web").aged(5).with("spec.vip", OTHER_VIP))
            .after(running());
    assertThat(text(freed.service(new ServiceRef("bank", "new")).orElseThrow().verdict()))
        .isEqualTo("accepted");
    assertThat(vips(freed)).containsExactlyInAnyOrder(VIP, OTHER_VIP);
  }

  @Test
  void twoServicesMayExchangeTheirVips() {
    World before = running().with(service("old").in("bank").aged(1).with("spec.vip", OTHER_VIP));
    Translation after =
        before
            .with(
                service("old").in("bank").aged(1).with("spec.vip", VIP),
                service("web").aged(5).with("spec.vip", OTHER_VIP))
            .after(before);
    assertThat(service(after, "web").verdict().accepted()).isTrue();
    assertThat(after.service(new ServiceRef("bank", "old")).orElseThrow().verdict().accepted())
        .isTrue();
  }

  @Test
  void anExchangeOfWhichOneHalfIsBadDoesNotHappen() {
    World before = running().with(service("old").in("bank").aged(1).with("spec.vip", OTHER_VIP));
    Translation after =
        before
            .with(
                service("old").in("bank").aged(1).with("spec.vip", VIP),
                service("web").aged(5).with("spec.vip", OTHER_VIP).with("spec.scheduler", "best"))
            .after(before);
    assertThat(service(after, "web").isLastAccepted()).isTrue();
    assertThat(after.service(new ServiceRef("bank", "old")).orElseThrow().isLastAccepted())
        .isTrue();
  }

  @Test
  void servicesOnOneVipChangeTheirModeTogetherAndNotOneAlone() {
    World before =
        running().with(service("tls").aged(6).with("spec.ports", "[{name: a, port: 443}]"));
    World one = before.with(service("web").aged(5).with("spec.mode", "FULLNAT"));
    assertThat(text(service(one.after(before), "web").verdict())).startsWith("VIPInUse");
    assertThat(one.after(before).intentFor("lb01")).isEqualTo(before.intent("lb01"));
    World both =
        one.with(
            service("tls")
                .aged(6)
                .with("spec.mode", "FULLNAT")
                .with("spec.ports", "[{name: a, port: 443}]"));
    Translation after = Translator.translate(both.snapshot(), one.after(before).lastAccepted());
    assertThat(service(after, "web").verdict().accepted()).isTrue();
    assertThat(service(after, "tls").verdict().accepted()).isTrue();
  }

  @Test
  void whatIsRefusedAmongManyMayStillGoByItself() {
    // d wants nonsense and keeps 443; so a, who wants 443 and 81, is refused, and b gets 81.
    World before =
        World.tutorial()
            .with(
                group(),
                service("a").aged(1).with("spec.ports", "[{name: a, port: 1}]"),
                service("b").aged(2).with("spec.ports", "[{name: a, port: 2}]"),
                service("d").aged(3).with("spec.ports", "[{name: a, port: 443}]"));
    Translation after =
        before
            .with(
                service("a")
                    .aged(1)
                    .with("spec.ports", "[{name: a, port: 81}, {name: b, port: 443}]"),
                service("b").aged(2).with("spec.ports", "[{name: a, port: 81}]"),
                service("d").aged(3).with("spec.ports", "[]"))
            .after(before);
    assertThat(service(after, "a").isLastAccepted()).isTrue();
    assertThat(text(service(after, "b").verdict())).isEqualTo("accepted");
    assertThat(service(after, "d").isLastAccepted()).isTrue();
  }

  @Test
  void aBadEditOfARealServerKeepsItWhereItWas() {
    World before = running();
    for (Map.Entry<String, String> edit :
        Map.of(
                "spec.address", "127.0.0.1",
                "spec.weight", "70000",
                "spec.management", "Magic",
                "spec.nodeName", "nobody")
            .entrySet()) {
      Translation after =
          before
              .with(realServer("rs01", "10.23.190.76").aged(5).with(edit.getKey(), edit.getValue()))
              .after(before);
      assertThat(realServer(after, "rs01").isLastAccepted()).as(edit.toString()).isTrue();
      assertThat(after.intentFor("lb01")).as(edit.toString()).isEqualTo(before.intent("lb01"));
      assertThat(after.intentFor("rs01")).as(edit.toString()).isEqualTo(before.intent("rs01"));
    }
  }

  @Test
  void anOlderRealServerEditedOntoAYoungersAddressIsTheRefusedOne() {
    Translation after =
        running().with(realServer("rs01", "10.23.122.152").aged(5)).after(running());
    assertThat(text(realServer(after, "rs01").verdict())).startsWith("DuplicateAddress");
    assertThat(backends(after)).containsExactly("10.23.190.76", "10.23.122.152");
  }

  @Test
  void twoRealServersMayExchangeTheirAddresses() {
    Translation after =
        running()
            .with(
                realServer("rs01", "10.23.122.152").aged(5),
                realServer("rs02", "10.23.190.76").aged(6))
            .after(running());
    assertThat(realServer(after, "rs01").verdict().accepted()).isTrue();
    assertThat(realServer(after, "rs02").verdict().accepted()).isTrue();
  }

  @Test
  void aRealServersNodeThatIsGoneTakesItOut() {
    World gone =
        new World(
            running().things().stream()
                .filter(
                    t -> !t.fields().getOrDefault("status.addresses", "").contains("10.23.190.76"))
                .toList());
    assertThat(text(realServer(gone.after(running()), "rs01").verdict()))
        .startsWith("NodeNotFound");
    assertThat(backends(gone.after(running()))).containsExactly("10.23.122.152");
    World back = gone.with(node("rs01", "10.23.190.76"));
    Translation again = Translator.translate(back.snapshot(), gone.after(running()).lastAccepted());
    assertThat(backends(again)).hasSize(2);
  }

  @Test
  void anAddressThatIsNotAllowedAnyMoreGoes() {
    World withdrawn =
        running()
            .with(
                group()
                    .with(
                        "spec.allow",
                        rule("vips: [10.23.21.0/24], realServers: [10.23.122.0/24]")));
    assertThat(backends(withdrawn.after(running()))).containsExactly("10.23.122.152");
  }

  @Test
  void aBadEditOfAGroupKeepsItsRulesAndDirectors() {
    World bad =
        running()
            .with(
                group()
                    .with("spec.nodeSelector", "{matchLabels: {director: 'no'}}")
                    .with("spec.allow", rule("vips: [nonsense], realServers: [10.23.0.0/16]")));
    Translation after = bad.after(running());
    assertThat(after.group("default").orElseThrow().verdict().accepted()).isFalse();
    assertThat(after.group("default").orElseThrow().directors()).containsExactly("lb01");
    assertThat(after.intentFor("lb01")).isEqualTo(running().intent("lb01"));
    assertThat(after.lastAccepted()).isEqualTo(running().translate().lastAccepted());
  }

  @Test
  void aGroupMayNotTakeAVipAsASourceAddress() {
    World bad = running().with(group().with("spec.sourceAddresses", "[" + VIP + "]"));
    Translation after = bad.after(running());
    assertThat(text(after.group("default").orElseThrow().verdict())).startsWith("NotAllowed");
    assertThat(after.group("default").orElseThrow().group().spec().sourceAddresses()).isEmpty();
  }

  @Test
  void aNewNodesPodRangeDoesNotTakeAServiceDown() {
    World after =
        running().with(Thing.node("rs09", "10.23.9.9").with("spec.podCIDRs", "[10.23.21.0/24]"));
    assertThat(text(service(after.after(running()), "web").verdict())).startsWith("NotAllowed");
    assertThat(vips(after.after(running()))).containsExactly(VIP);
    assertThat(vips(after.after(World.tutorial()))).isEmpty();
  }
}
