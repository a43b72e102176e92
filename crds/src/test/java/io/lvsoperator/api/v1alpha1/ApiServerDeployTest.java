package io.lvsoperator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code deploy/} installs as its README says, on a real API server. */
@NeedsApiServer
class ApiServerDeployTest {

  private static ApiServer server;

  @BeforeAll
  static void applyBaseThenQuickstart(ApiServer started) {
    server = started;
    server.kubectlOk("apply", "-k", "../deploy/base");
    server.kubectlOk(
        "wait",
        "--for=condition=Established",
        "crd",
        "-l",
        "app.kubernetes.io/part-of=lvs-operator");
    server.kubectlOk("apply", "-k", "../deploy/quickstart");
  }

  @Test
  void theQuickstartMakesTheGroupThatServicesAreInByDefault() {
    var group = server.client().resources(DirectorGroup.class).withName("default").get();
    assertThat(group.getSpec().allow()).hasSize(1);
    assertThat(group.getMetadata().getName()).isEqualTo(LvsServiceSpec.DEFAULT_DIRECTOR_GROUP);
  }

  @Test
  void theBaseHasNoCustomResource() {
    assertThat(server.kubectlOk("kustomize", "../deploy/base"))
        .doesNotContain("apiVersion: lvsoperator.io");
  }

  @Test
  void applyingAgainChangesNothing() {
    assertThat(server.kubectlOk("apply", "-k", "../deploy/base").lines())
        .allMatch(line -> line.endsWith("unchanged"));
    assertThat(server.kubectlOk("apply", "-k", "../deploy/quickstart").lines())
        .allMatch(line -> line.endsWith("unchanged"));
  }

  @Test
  void theApiServerKnowsEveryFieldOfTheManifests() {
    server.kubectlOk("apply", "--dry-run=server", "--validate=strict", "-k", "../deploy/base");
    server.kubectlOk(
        "apply", "--dry-run=server", "--validate=strict", "-k", "../deploy/quickstart");
  }

  @Test
  void podSecurityLetsTheAgentInWhereItIsInstalledAndNowhereElse() {
    var pod = pod(agent().getSpec().getTemplate(), "lvs-system");
    server.client().resource(pod).dryRun().create();
    restrictedNamespace();
    assertThatThrownBy(
            () ->
                server
                    .client()
                    .resource(pod(agent().getSpec().getTemplate(), "restricted"))
                    .dryRun()
                    .create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("violates PodSecurity \"restricted");
  }

  @Test
  void theControllerRunsUnderTheRestrictedStandard() {
    restrictedNamespace();
    var template =
        server
            .client()
            .apps()
            .deployments()
            .inNamespace("lvs-system")
            .withName("lvs-controller")
            .get()
            .getSpec()
            .getTemplate();
    server.client().resource(pod(template, "restricted")).dryRun().create();
  }

  @Test
  void theAgentRunsOnTheHostsNetworkOnEveryNode() {
    var daemonSet = agent().getSpec();
    var pod = daemonSet.getTemplate().getSpec();
    assertThat(pod.getHostNetwork()).isTrue();
    assertThat(pod.getDnsPolicy()).isEqualTo("ClusterFirstWithHostNet");
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getPriorityClassName()).isEqualTo("system-node-critical");
    assertThat(pod.getTolerations()).singleElement().matches(t -> t.getKey() == null);
    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(10);
    assertThat(daemonSet.getUpdateStrategy().getRollingUpdate().getMaxUnavailable().getIntVal())
        .isEqualTo(1);
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getHostPath() != null)
        .extracting(volume -> volume.getHostPath().getPath())
        .containsExactly("/run/lvs-operator", "/var/lib/lvs-operator");
  }

  private static DaemonSet agent() {
    return server
        .client()
        .apps()
        .daemonSets()
        .inNamespace("lvs-system")
        .withName("lvs-agent")
        .get();
  }

  private static Pod pod(PodTemplateSpec template, String namespace) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("probe")
        .withNamespace(namespace)
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  private static void restrictedNamespace() {
    server.kubectl("create", "namespace", "restricted");
    server.kubectlOk(
        "label",
        "--overwrite",
        "namespace",
        "restricted",
        "pod-security.kubernetes.io/enforce=restricted");
  }
}
