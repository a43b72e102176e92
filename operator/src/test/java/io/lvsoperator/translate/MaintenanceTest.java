package io.lvsoperator.translate;

import static io.lvsoperator.translate.Thing.director;
import static io.lvsoperator.translate.Thing.node;
import static io.lvsoperator.translate.Thing.realServer;
import static io.lvsoperator.translate.Thing.report;
import static io.lvsoperator.translate.Thing.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.Backend;
import io.lvsoperator.model.ServiceRef;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Annotations and Kubernetes' own label beside the spec: the most conservative wins. */
class MaintenanceTest {
  private static final String EXCLUDED = "node.kubernetes.io/exclude-from-external-load-balancers";

  private static World running() {
    return World.tutorial()
        .with(
            service("web"),
            realServer("rs01", "10.23.190.76").with("spec.weight", "5"),
            report("lb01", "02:00:00:00:00:01", "10.23.21.184"),
            report("rs01", "02:00:00:00:00:02", "10.23.190.76"));
  }

  private static Thing rs01() {
    return node("rs01", "10.23.190.76");
  }

  private static String state(String value) {
    return "{lvsoperator.io/state: '" + value + "'}";
  }

  private static Maintenance maintenance(World world) {
    return world.translate().realServer(new ServiceRef("shop", "rs01")).orElseThrow().maintenance();
  }

  private static List<Integer> weights(World world) {
    return world.intent("lb01").directed().getFirst().backends().stream()
        .map(Backend::weight)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "InService,    '',           '',           InService,    ''",
    "InService,    Draining,     '',           Draining,     of the RealServer",
    "InService,    '',           Draining,     Draining,     of Node rs01",
    "InService,    Draining,     OutOfService, OutOfService, of Node rs01",
    "InService,    OutOfService, Draining,     OutOfService, of the RealServer",
    "Draining,     InService,    InService,    Draining,     ''",
    "OutOfService, Draining,     Draining,     OutOfService, ''",
    "Draining,     Draining,     Draining,     Draining,     ''"
  })
  void theMostConservativeWins(
      String spec, String ofServer, String ofNode, String wins, String where) {
    World world =
        running()
            .with(
                realServer("rs01", "10.23.190.76")
                    .with("spec.state", spec)
                    .with("metadata.annotations", ofServer.isEmpty() ? "{}" : state(ofServer)),
                rs01().with("metadata.annotations", ofNode.isEmpty() ? "{}" : state(ofNode)));
    assertThat(maintenance(world).state().text()).isEqualTo(wins);
    assertThat(maintenance(world).by().orElse("")).endsWith(where);
    assertThat(maintenance(world).by().isEmpty()).isEqualTo(where.isEmpty());
    assertThat(maintenance(world).ignored()).isEmpty();
  }

  @Test
  void aDrainingOneStaysWithWeight0AndItsPartStays() {
    World world = running().with(rs01().with("metadata.annotations", state("Draining")));
    assertThat(weights(running())).containsExactly(5);
    assertThat(weights(world)).containsExactly(0);
    assertThat(world.intent("rs01").hosted()).hasSize(1);
  }

  @Test
  void oneOutOfServiceLeaves() {
    World world = running().with(rs01().with("metadata.annotations", state("OutOfService")));
    assertThat(weights(world)).isEmpty();
    assertThat(world.intent("rs01").hosted()).isEmpty();
  }

  @Test
  void kubernetesOwnLabelDrainsWhateverItsValue() {
    World world = running().with(rs01().with("metadata.labels", "{" + EXCLUDED + ": ''}"));
    assertThat(maintenance(world).by()).contains("label " + EXCLUDED + " of Node rs01");
    assertThat(weights(world)).containsExactly(0);
    assertThat(world.intent("rs01").hosted()).hasSize(1);
  }

  @Test
  void aCordonAloneChangesNothing() {
    World world =
        running()
            .with(
                rs01()
                    .with("spec.unschedulable", "true")
                    .with(
                        "spec.taints",
                        "[{key: node.kubernetes.io/unschedulable, effect: NoSchedule}]"));
    assertThat(world.intent("lb01")).isEqualTo(running().intent("lb01"));
    assertThat(world.intent("rs01")).isEqualTo(running().intent("rs01"));
    assertThat(world.translate().pause("rs01")).isEqualTo(Pause.NONE);
  }

  @Test
  void anUnknownValueDoesNothingAndIsSaid() {
    World world =
        running()
            .with(
                rs01()
                    .with(
                        "metadata.annotations",
                        "{lvsoperator.io/state: drained, lvsoperator.io/paused: 'yes'}"));
    assertThat(weights(world)).containsExactly(5);
    assertThat(maintenance(world).ignored())
        .containsExactly(
            "annotation lvsoperator.io/state of Node rs01 is \"drained\", none of InService,"
                + " Draining, OutOfService, and does nothing");
    Pause pause = world.translate().pause("rs01");
    assertThat(pause.holds()).isFalse();
    assertThat(pause.ignored())
        .containsExactly(
            "annotation lvsoperator.io/paused of Node rs01 is \"yes\", none of true, false, and"
                + " does nothing");
  }

  @Test
  void aNodesAnnotationConcernsNoServerThatItsOwnerSetsUp() {
    World world =
        running()
            .with(
                realServer("rs01", "10.23.190.76").with("spec.management", "External"),
                rs01().with("metadata.annotations", state("OutOfService")));
    assertThat(weights(world)).containsExactly(1);
  }

  @Test
  void anExcludedDirectorHoldsNothingWhileAnotherHasReported() {
    World two =
        running()
            .with(
                director("lb01", "10.23.21.184").aged(1),
                director("lb02", "10.23.21.185").aged(2),
                director("lb03", "10.23.21.186").aged(3));
    Thing excluded =
        director("lb01", "10.23.21.184")
            .with("metadata.labels", "{director: 'yes', " + EXCLUDED + ": ''}")
            .aged(1);
    assertThat(holder(two)).isEqualTo("lb01");
    assertThat(holder(two.with(excluded))).as("nobody else has reported").isEqualTo("lb01");
    World reported = two.with(report("lb03", "02:00:00:00:00:05", "10.23.21.186"));
    assertThat(holder(reported.with(excluded))).isEqualTo("lb03");
    assertThat(holder(reported)).isEqualTo("lb01");
    assertThat(reported.with(excluded).translate().group("default").orElseThrow().directors())
        .containsExactlyInAnyOrder("lb01", "lb02", "lb03");
  }

  private static String holder(World world) {
    return world.translate().group("default").orElseThrow().holder().orElseThrow();
  }

  @Test
  void aPausedNodeIsPausedAlone() {
    World world =
        running().with(rs01().with("metadata.annotations", "{lvsoperator.io/paused: 'true'}"));
    assertThat(world.translate().pause("rs01").text())
        .isEqualTo("Node rs01 has the annotation lvsoperator.io/paused");
    assertThat(world.translate().pause("lb01").holds()).isFalse();
    assertThat(world.intent("rs01")).isEqualTo(running().intent("rs01"));
  }

  @Test
  void aPausedGroupPausesItsDirectorsAndItsRealServersNodes() {
    World world =
        running()
            .with(
                Thing.group("default")
                    .with("metadata.annotations", "{lvsoperator.io/paused: 'true'}"),
                rs01().with("metadata.annotations", state("OutOfService")));
    assertThat(world.translate().pause("lb01").by()).containsExactly("DirectorGroup default");
    assertThat(world.translate().pause("rs01").by()).containsExactly("DirectorGroup default");
    assertThat(world.translate().pause("rs02").holds()).isFalse();
  }

  @Test
  void falseIsNoPause() {
    World world =
        running().with(rs01().with("metadata.annotations", "{lvsoperator.io/paused: 'false'}"));
    assertThat(world.translate().pause("rs01")).isEqualTo(Pause.NONE);
  }
}
