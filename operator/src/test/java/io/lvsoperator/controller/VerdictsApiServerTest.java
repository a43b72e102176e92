package io.lvsoperator.controller;

import static io.lvsoperator.translate.Thing.group;
import static io.lvsoperator.translate.Thing.node;
import static io.lvsoperator.translate.Thing.rule;
import static io.lvsoperator.translate.Thing.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.api.v1alpha1.LvsServiceStatus;
import io.lvsoperator.translate.Thing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every verdict on services and groups on a real API server; after each of them the witness still
 * works.
 */
@Tag("apiserver")
@ExtendWith(ApiServer.Extension.class)
class VerdictsApiServerTest {
  private static ApiServer api;
  private static Bench bench;
  private Runnable cleanUp;

  @BeforeAll
  static void start(ApiServer server) {
    api = server;
    bench = new Bench(server).start();
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @BeforeEach
  void mark() {
    cleanUp = bench.mark();
  }

  @AfterEach
  void othersKeepWorking() {
    bench.witness();
    cleanUp.run();
    bench.director("");
  }

  private static Thing web() {
    return service("web");
  }

  private static String refused(String reason) {
    return """
        {namespace: shop, name: web, observedGeneration: 1, programmed: 'False', reason: %s, \
        message: 'the kernel says so', destinations: []}"""
        .formatted(reason);
  }

  @Test
  void aServiceIsReadyWhenItsDirectorSaysSo() {
    bench.create(web());
    bench.create(Bench.external("a", "10.23.201.1"));
    bench.create(Bench.external("b", "10.23.201.2"));
    bench.service("web", "Accepted=True Accepted");
    bench.service("web", "ResolvedRefs=True Resolved");
    bench.service("web", "Programmed=Unknown Pending");
    bench.service("web", "Ready=Unknown Pending");
    bench.director(Bench.programmed("web", "10.23.21.180", "10.23.201.1"), "10.23.21.180");
    bench.service("web", "Ready=True Ready");
    bench.service("web", "Degraded=True Pending");
    LvsServiceStatus status = bench.lvsService("web").reported();
    assertThat(status.observedGeneration()).contains(1L);
    assertThat(status.vip()).contains("10.23.21.180");
    assertThat(status.director()).contains("lb01");
    assertThat(status.portsSummary()).contains("80/TCP");
    assertThat(status.realServersSummary()).contains("1/2");
    bench.realServer("a", "Ready=True External");
    bench.member("web", "a", "Configured=Unknown External");
    bench.member("web", "a", "Programmed=True Programmed");
    bench.member("web", "b", "Ready=False Pending");
  }

  @Test
  void theDirectorsWordAboutAnOlderGenerationIsSaidToBeThat() {
    bench.create(web());
    bench.create(Bench.external("a", "10.23.201.1"));
    bench.director(Bench.programmed("web", "10.23.21.180", "10.23.201.1"), "10.23.21.180");
    bench.service("web", "Ready=True Ready");
    bench.replace(web().with("spec.scheduler", "rr"));
    Bench.until(
        "Accepted is about generation 2",
        () -> bench.service("web", "Accepted=True Accepted").observedGeneration().orElse(0L) == 2);
    assertThat(bench.service("web", "Ready=True Ready").observedGeneration()).contains(1L);
    assertThat(bench.lvsService("web").reported().observedGeneration()).contains(1L);
  }

  @Test
  void aVipThatNobodyAllowsIsNotAllowed() {
    bench.create(web().with("spec.vip", "10.99.0.1"));
    assertThat(bench.service("web", "Accepted=False NotAllowed").message())
        .isEqualTo(
            "DirectorGroup default allows namespace shop the VIPs 10.23.21.0/24 (rule web),"
                + " not 10.99.0.1");
    bench.service("web", "Programmed=False NotAllowed");
    bench.service("web", "Ready=False NotAllowed");
    assertThat(bench.lvsService("web").reported().vip()).isEmpty();
  }

  @Test
  void aNamespaceWithoutARuleIsNotAllowed() {
    bench.create(
        group("closed")
            .with(
                "spec.allow",
                "[{name: bank, vips: [10.23.21.0/24], namespaceSelector: {matchExpressions:"
                    + " [{key: kubernetes.io/metadata.name, operator: In, values: [bank]}]}}]"));
    bench.create(web().with("spec.directorGroupName", "closed"));
    assertThat(bench.service("web", "Accepted=False NotAllowed").message())
        .isEqualTo("DirectorGroup closed has no allow rule for namespace shop");
  }

  @Test
  void theDirectorsOwnAddressNeedsAWordOfItsOwn() {
    bench.create(web().with("spec.vip", "10.23.21.184"));
    assertThat(bench.service("web", "Accepted=False NotAllowed").message())
        .contains("ownAddresses: Allow");
    bench.create(
        group("own").with("spec.allow", rule("vips: [10.23.21.0/24], ownAddresses: Allow")));
    bench.create(
        service("own").with("spec.vip", "10.23.21.184").with("spec.directorGroupName", "own"));
    bench.service("own", "Accepted=True Accepted");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, the unspecified address",
    "127.0.0.1, a loopback address",
    "169.254.1.1, a link-local address",
    "224.0.0.1, a multicast address",
    "255.255.255.255, the limited broadcast address",
    "10.23.255.255, the broadcast address of 10.23.0.0/16 on director lb01",
    "10.244.1.9, the pod range of Node rs01",
    "10.0.0.200, the cluster's Service range 10.0.0.0/24",
    "10.23.0.1, a next hop in the routes of director lb01",
    "10.23.190.76, an address of Node rs01"
  })
  void someAddressesAreNeverVips(String vip, String why) {
    bench.create(group("all").with("spec.allow", rule("vips: [0.0.0.0/0], ownAddresses: Allow")));
    bench.create(web().with("spec.vip", vip).with("spec.directorGroupName", "all"));
    assertThat(bench.service("web", "Accepted=False NotAllowed").message())
        .contains(why)
        .endsWith("which is never a VIP");
  }

  @Test
  void theApiServersAddressIsNeverAVip() {
    String address =
        api.client()
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace("default")
            .withName("kubernetes")
            .get()
            .getEndpoints()
            .getFirst()
            .getAddresses()
            .getFirst();
    bench.create(group("all").with("spec.allow", rule("vips: [0.0.0.0/0], ownAddresses: Allow")));
    bench.create(web().with("spec.vip", address).with("spec.directorGroupName", "all"));
    assertThat(bench.service("web", "Accepted=False NotAllowed").message())
        .isEqualTo("spec.vip " + address + " is an API server's address, which is never a VIP");
  }

  @Test
  void aNodeThatTakesTheVipOfAServiceIsOnlyAWarning() {
    bench.create(web().with("spec.vip", "10.23.21.77"));
    bench.service("web", "Accepted=True Accepted");
    bench.create(node("thief", "10.23.21.77"));
    Bench.until(
        "the warning",
        () ->
            bench
                .service("web", "Accepted=True Accepted")
                .message()
                .equals(
                    "spec.vip 10.23.21.77 is an address of Node thief: one of the two should go"));
  }

  @Test
  void aVipHasOneOwnerAndAPortOneService() {
    bench.namespace("bank");
    bench.create(service("old"));
    bench.service("old", "Accepted=True Accepted");
    Bench.waitForTheNextSecond();
    bench.create(service("young"));
    assertThat(bench.service("young", "Accepted=False Conflict").message())
        .startsWith("port 80/TCP of 10.23.21.180 belongs to LvsService shop/old");
    bench.create(service("foreign").in("bank").with("spec.ports", "[{name: a, port: 81}]"));
    bench.service("bank", "foreign", "Accepted=False VIPInUse");
    bench.create(service("beside").with("spec.ports", "[{name: a, port: 82}]"));
    bench.service("beside", "Accepted=True Accepted");
  }

  @ParameterizedTest
  @CsvSource({"PortInUse", "AddressInUse"})
  void whatTheDirectorsKernelSaysAgainstAServiceIsItsVerdict(String reason) {
    bench.create(web());
    bench.create(Bench.external("a", "10.23.201.1"));
    bench.director(refused(reason));
    assertThat(bench.service("web", "Accepted=False " + reason).message())
        .isEqualTo("director lb01: the kernel says so");
    bench.service("web", "Programmed=False " + reason);
    bench.service("web", "Ready=False " + reason);
    bench.director(Bench.programmed("web", "10.23.21.180", "10.23.201.1"), "10.23.21.180");
    bench.service("web", "Ready=True Ready");
  }

  @Test
  void aForeignEntryIsNotTheServicesFault() {
    bench.create(web());
    bench.director(refused("ForeignEntry"));
    bench.service("web", "Programmed=False ForeignEntry");
    bench.service("web", "Accepted=True Accepted");
  }

  @Test
  void aServiceWithoutRealServersSaysSo() {
    bench.create(web());
    bench.director(Bench.programmed("web", "10.23.21.180", "10.23.201.1"), "10.23.21.180");
    bench.service("web", "ResolvedRefs=False NoRealServers");
    bench.service("web", "Programmed=True Programmed");
    bench.service("web", "Ready=False NoRealServers");
    assertThat(bench.lvsService("web").reported().realServersSummary()).contains("0/0");
  }

  @Test
  void aGroupThatIsNotThereIsSaidUntilItIs() {
    bench.create(web().with("spec.directorGroupName", "edge"));
    bench.service("web", "Accepted=False DirectorGroupNotFound");
    bench.create(group("edge"));
    bench.service("web", "Accepted=True Accepted");
  }

  @Test
  void aGroupWithoutNodesHasNoDirectors() {
    bench.create(group("empty").with("spec.nodeSelector", "{matchLabels: {no: one}}"));
    bench.create(web().with("spec.directorGroupName", "empty"));
    bench.group("empty", "Ready=False NoDirectors");
    bench.service("web", "Accepted=True Accepted");
    bench.service("web", "Programmed=False NoDirectors");
    bench.service("web", "Ready=False NoDirectors");
  }

  @Test
  void aGroupShowsItsDirectorsAndItsVips() {
    bench.group("default", "Ready=True Ready");
    Bench.until(
        "the VIPs of the group", () -> bench.group("default").reported().vipsSummary().isPresent());
    var status = bench.group("default").reported();
    assertThat(status.directors()).containsExactly("lb01");
    assertThat(status.directorsSummary()).contains("lb01");
    assertThat(status.holder()).contains("lb01");
    assertThat(status.vipsSummary()).contains("10.23.21.100");
  }

  @ParameterizedTest
  @CsvSource({"NAT", "FULLNAT", "DR", "TUN"})
  void everyModeTakesAnIpv6Vip(String mode) {
    bench.create(group("six").with("spec.allow", rule("vips: ['fd00:23::/64']")));
    bench.create(
        web()
            .with("spec.vip", "fd00:23::180")
            .with("spec.mode", mode)
            .with("spec.directorGroupName", "six"));
    bench.service("web", "Accepted=True Accepted");
  }
}
