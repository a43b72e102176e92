package io.lvsoperator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The two ServiceAccounts can do what they need and nothing more: every verb on every resource that
 * the API server has is asked for, in every scope, and compared with the list.
 */
@NeedsApiServer
class ApiServerRightsTest {

  private static final List<String> VERBS =
      List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");

  /** What both read, in the whole cluster. */
  private static final List<String> READ =
      Stream.of(
              "directorgroups.lvsoperator.io",
              "forwardingrequests.lvsoperator.io",
              "lvsnodes.lvsoperator.io",
              "lvsservices.lvsoperator.io",
              "realservers.lvsoperator.io",
              "namespaces",
              "nodes",
              "servicecidrs.networking.k8s.io")
          .flatMap(resource -> Stream.of("get", "list", "watch").map(verb -> verb + " " + resource))
          .toList();

  private static final PatchContext SERVER_SIDE =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("lvs-agent")
          .withForce(true)
          .build();

  private static ApiServer server;

  @BeforeAll
  static void applyBase(ApiServer started) {
    server = started;
    server.kubectlOk("apply", "-k", "../deploy/base");
    server.kubectlOk("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
  }

  @Test
  void theAgentsRightsInTheClusterAreTheseAndNoMore() {
    assertThat(rights("lvs-agent", ""))
        .containsExactlyInAnyOrderElementsOf(
            with(
                READ,
                "create lvsnodes.lvsoperator.io",
                "patch lvsnodes.lvsoperator.io",
                "patch lvsnodes/status.lvsoperator.io",
                "update lvsnodes/status.lvsoperator.io",
                "create forwardingrequests.lvsoperator.io",
                "update forwardingrequests.lvsoperator.io",
                "patch forwardingrequests.lvsoperator.io",
                "delete forwardingrequests.lvsoperator.io",
                "patch forwardingrequests/status.lvsoperator.io",
                "update forwardingrequests/status.lvsoperator.io"));
  }

  @Test
  void theControllersRightsInTheClusterAreTheseAndNoMore() {
    assertThat(rights("lvs-controller", ""))
        .containsExactlyInAnyOrderElementsOf(
            with(
                READ,
                "delete forwardingrequests.lvsoperator.io",
                "patch lvsnodes/status.lvsoperator.io",
                "patch directorgroups/status.lvsoperator.io",
                "update directorgroups/status.lvsoperator.io",
                "patch lvsservices/status.lvsoperator.io",
                "update lvsservices/status.lvsoperator.io",
                "patch realservers/status.lvsoperator.io",
                "update realservers/status.lvsoperator.io",
                "create events",
                "patch events",
                "create events.events.k8s.io",
                "patch events.events.k8s.io"));
  }

  @ParameterizedTest
  @CsvSource({"lvs-agent", "lvs-controller"})
  void inDefaultBothMayReadTheApiServersAddressesToo(String account) {
    var everywhere = rights(account, "");
    assertThat(rights(account, "default"))
        .containsAll(everywhere)
        .filteredOn(right -> !everywhere.contains(right))
        .containsExactlyInAnyOrder(
            "get endpointslices.discovery.k8s.io",
            "list endpointslices.discovery.k8s.io",
            "watch endpointslices.discovery.k8s.io");
    assertThat(may(account, "default", "watch", "", "services", "kubernetes")).isTrue();
    assertThat(may(account, "default", "watch", "", "services", "other")).isFalse();
  }

  @Test
  void inItsNamespaceTheControllerHasItsLeaseAndTheAgentNothing() {
    var everywhere = rights("lvs-controller", "");
    assertThat(rights("lvs-controller", "lvs-system"))
        .filteredOn(right -> !everywhere.contains(right))
        .containsExactly("create leases.coordination.k8s.io");
    assertThat(
            may(
                "lvs-controller",
                "lvs-system",
                "update",
                "coordination.k8s.io",
                "leases",
                "lvs-controller"))
        .isTrue();
    assertThat(may("lvs-controller", "lvs-system", "update", "coordination.k8s.io", "leases", "x"))
        .isFalse();
    var agentEverywhere = rights("lvs-agent", "");
    assertThat(rights("lvs-agent", "lvs-system")).isEqualTo(agentEverywhere);
    assertThat(rights("lvs-agent", "kube-system")).isEqualTo(agentEverywhere);
  }

  @Test
  void whereTheLeasesAreTheAgentMakesThemAndTheControllerListsThem() {
    var agentEverywhere = rights("lvs-agent", "");
    assertThat(rights("lvs-agent", "lvs-node-lease"))
        .filteredOn(right -> !agentEverywhere.contains(right))
        .containsExactlyInAnyOrder(
            "create leases.coordination.k8s.io", "patch leases.coordination.k8s.io");
    var controllerEverywhere = rights("lvs-controller", "");
    assertThat(rights("lvs-controller", "lvs-node-lease"))
        .filteredOn(right -> !controllerEverywhere.contains(right))
        .containsExactly("list leases.coordination.k8s.io");
  }

  @Test
  void theAgentMakesItsLvsNodeAndReportsAndCannotRemoveIt() {
    try (KubernetesClient agent = as("lvs-agent")) {
      var node = new LvsNode();
      node.setMetadata(new ObjectMetaBuilder().withName("rights").build());
      server.client().resource(node).delete();
      var created = agent.resource(node).create();
      created.setStatus(LvsNodeStatus.empty());
      agent.resource(created).updateStatus();
      agent.resource(node).serverSideApply();
      node.setStatus(LvsNodeStatus.empty());
      agent.resource(node).subresource("status").patch(SERVER_SIDE);
      agent.services().inNamespace("default").withField("metadata.name", "kubernetes").list();
      agent.namespaces().withName("kube-system").get();
      assertThatThrownBy(() -> agent.resource(node).delete())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("forbidden");
      server.client().resource(node).delete();
    }
  }

  @Test
  void theControllerReportsAndCannotEdit() {
    var service = new LvsService();
    service.setMetadata(
        new ObjectMetaBuilder().withName("rights").withNamespace("default").build());
    service.setSpec(
        LvsServiceSpec.of(
            "10.0.0.1",
            ServiceMode.NAT,
            List.of(ServicePort.of("a", PortProtocol.TCP, 1)),
            LabelSelector.of(Map.of("a", "b"))));
    server.client().resource(service).delete();
    var created = server.client().resource(service).create();
    try (KubernetesClient controller = as("lvs-controller")) {
      created.setStatus(LvsServiceStatus.empty());
      controller.resource(created).updateStatus();
      assertThatThrownBy(() -> controller.resource(created).edit(ApiServerRightsTest::labelled))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("forbidden");
    }
    server.client().resource(service).delete();
  }

  @ParameterizedTest
  @CsvSource({
    "lvs-view, get,    lvsservices,    true",
    "lvs-view, create, lvsservices,    false",
    "lvs-edit, create, lvsservices,    true",
    "lvs-edit, delete, realservers,    true",
    "lvs-edit, update, lvsservices/status, false",
    "lvs-edit, create, directorgroups, false",
    "lvs-edit, create, lvsnodes,       false",
    "lvs-admin, update, directorgroups, true",
    "lvs-admin, get,   lvsnodes,       true",
    "lvs-admin, update, lvsnodes,      false",
    "lvs-view, get,    forwardingrequests, false",
    "lvs-admin, get,   forwardingrequests, true",
    "lvs-admin, delete, forwardingrequests, false"
  })
  void theUsersRolesAreBound(String role, String verb, String resource, boolean allowed) {
    var user = "user-of-" + role;
    server.kubectl("create", "clusterrolebinding", user, "--clusterrole=" + role, "--user=" + user);
    var parts = (resource + "/").split("/", -1);
    var answer =
        server.kubectl(
            "auth",
            "can-i",
            verb,
            parts[0] + ".lvsoperator.io",
            "--subresource=" + parts[1],
            "--as",
            user,
            "-A");
    assertThat(answer.exit() == 0).as(answer.text()).isEqualTo(allowed);
  }

  private static LvsService labelled(LvsService service) {
    service.getMetadata().setLabels(Map.of("by", "controller"));
    return service;
  }

  /** One verb on one resource. */
  private record Right(String verb, APIResource resource) {

    boolean isGiven(String account, String namespace) {
      return may(account, namespace, verb, resource.getGroup(), resource.getName(), "");
    }

    @Override
    public String toString() {
      var group = resource.getGroup().isEmpty() ? "" : "." + resource.getGroup();
      return verb + " " + resource.getName() + group;
    }
  }

  private static List<String> with(List<String> rights, String... more) {
    return Stream.concat(rights.stream(), Stream.of(more)).toList();
  }

  private static String user(String account) {
    return "system:serviceaccount:lvs-system:" + account;
  }

  private static KubernetesClient as(String account) {
    Config config =
        new ConfigBuilder(server.client().getConfiguration())
            .withImpersonateUsername(user(account))
            .build();
    config.setImpersonateExtras(
        Map.of("authentication.kubernetes.io%2Fnode-name", List.of("rights")));
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Every "verb resource" that the account may do to any object, by its own roles. */
  private static Set<String> rights(String account, String namespace) {
    return resources().parallelStream()
        .flatMap(resource -> VERBS.stream().map(verb -> new Right(verb, resource)))
        .filter(right -> right.isGiven(account, namespace))
        .map(Right::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Every resource and subresource of every group, by the newest version. */
  private static List<APIResource> resources() {
    var client = server.client();
    var core = client.getApiResources("v1").getResources().stream().peek(r -> r.setGroup(""));
    var others =
        client.getApiGroups().getGroups().stream()
            .flatMap(
                group ->
                    client
                        .getApiResources(group.getPreferredVersion().getGroupVersion())
                        .getResources()
                        .stream()
                        .peek(r -> r.setGroup(group.getName())));
    return Stream.concat(core, others).toList();
  }

  private static boolean may(
      String account, String namespace, String verb, String group, String resource, String name) {
    var parts = resource.split("/");
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user(account))
            .withNewResourceAttributes()
            .withNamespace(namespace)
            .withVerb(verb)
            .withGroup(group)
            .withResource(parts[0])
            .withSubresource(parts.length > 1 ? parts[1] : "")
            .withName(name)
            .endResourceAttributes()
            .endSpec()
            .build();
    return server
        .client()
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(review)
        .getStatus()
        .getAllowed();
  }
}
