package io.lvsoperator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.Family;
import io.lvsoperator.model.FouPort;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.IpvsTimeout;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.OwnLink.Kind;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Subnet;
import io.lvsoperator.model.Sysctl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every kernel does with devices, ports of tunnels and timeouts, the one in memory and the
 * real one. The node is the tutorial's director.
 */
public abstract class DeviceContract {
  private static final IpAddress LOCAL = IpAddress.parse("10.23.21.184");
  private static final IpAddress LOCAL6 = IpAddress.parse("fd00::184");
  private static final FouPort GUE = FouPort.gue(Family.IPV4, 6080);

  /** {@return the ports of a kernel in which nothing of ours stands} */
  protected abstract Kernel kernel();

  private static void refused(String errno, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.errno()).as(e.getMessage()).isEqualTo(errno));
  }

  private Optional<Link> link(String name) {
    return kernel().links().links().stream().filter(l -> l.name().equals(name)).findFirst();
  }

  private static OwnLink device(String name, Kind kind) {
    Optional<IpAddress> local = kind.outer().map(family -> family == Family.IPV4 ? LOCAL : LOCAL6);
    boolean gre = kind == Kind.GRE || kind == Kind.IP6GRE;
    return new OwnLink(name, kind, local, Optional.empty(), gre);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void makesADeviceThatIsDownAndKeepsItAsItWasMade(Kind kind) {
    Links links = kernel().links();
    OwnLink device = device("lvs-test", kind);
    refused("ENODEV", () -> links.delete(device.name()));
    links.add(device);
    assertThat(links.owned()).containsExactly(device);
    assertThat(link(device.name()))
        .hasValueSatisfying(l -> assertThat(l.up()).isFalse())
        .hasValueSatisfying(l -> assertThat(l.kind()).isEqualTo(kind.kernelName()));
    refused("EEXIST", () -> links.add(device));
    links.delete(device.name());
    assertThat(links.owned()).isEmpty();
    assertThat(link(device.name())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "DUMMY")
  void refusesASecondTunnelBetweenTheSameAddresses(Kind kind) {
    kernel().links().add(device("lvs-one", kind));
    refused("EEXIST", () -> kernel().links().add(device("lvs-two", kind)));
    kernel().links().delete("lvs-one");
  }

  @Test
  void switchesDevicesOnAndOff() {
    Links links = kernel().links();
    refused("ENODEV", () -> links.up("lvs-test"));
    refused("ENODEV", () -> links.down("lvs-test"));
    links.add(OwnLink.dummy("lvs-test"));
    links.up("lvs-test");
    links.up("lvs-test");
    assertThat(link("lvs-test")).hasValueSatisfying(l -> assertThat(l.up()).isTrue());
    links.down("lvs-test");
    assertThat(link("lvs-test")).hasValueSatisfying(l -> assertThat(l.up()).isFalse());
    links.delete("lvs-test");
  }

  @Test
  void aDeviceComesAndGoesWithItsParametersAndAddresses() {
    Sysctl filter = Sysctl.conf("lvs-test", "rp_filter");
    assertThat(kernel().sysctls().read(filter)).isEmpty();
    kernel().links().add(OwnLink.dummy("lvs-test"));
    assertThat(kernel().sysctls().read(filter)).isPresent();
    kernel().sysctls().write(filter, "2");
    LinkAddress vip =
        new LinkAddress("lvs-test", IpAddress.parse("10.23.21.180").asHost(), Ownership.PROTOCOL);
    new IpAddr(kernel().addresses()).add(vip);
    kernel().links().delete("lvs-test");
    assertThat(kernel().sysctls().read(filter)).isEmpty();
    assertThat(kernel().addresses().addresses())
        .extracting(LinkAddress::address)
        .doesNotContain(vip.address());
  }

  @Test
  void keepsAnIpv6AddressOfOurs() {
    LinkAddress vip =
        new LinkAddress("eth0", IpAddress.parse("fd00::180").asHost(), Ownership.PROTOCOL);
    new IpAddr(kernel().addresses()).add(vip);
    assertThat(kernel().addresses().addresses())
        .contains(
            kernel().addresses().keepsProtocol() ? vip : new LinkAddress("eth0", vip.subnet(), 0));
    refused("EEXIST", () -> new IpAddr(kernel().addresses()).add(vip));
    new IpAddr(kernel().addresses()).delete(vip);
    refused("EADDRNOTAVAIL", () -> new IpAddr(kernel().addresses()).delete(vip));
  }

  @ParameterizedTest
  @EnumSource(FallbackLink.class)
  void aFallbackDeviceComesDownWithItsModule(FallbackLink fallback) {
    Links links = kernel().links();
    links.load(fallback);
    assertThat(link(fallback.link()))
        .hasValueSatisfying(l -> assertThat(l.up()).isFalse())
        .hasValueSatisfying(l -> assertThat(l.kind()).isEqualTo(fallback.kind()));
    links.load(fallback);
    links.up(fallback.link());
    assertThat(link(fallback.link())).hasValueSatisfying(l -> assertThat(l.up()).isTrue());
    assertThat(links.owned()).isEmpty();
    links.down(fallback.link());
  }

  @Test
  void opensAndClosesPortsOfTunnels() {
    FouPorts ports = kernel().fouPorts();
    assertThat(ports.fouPorts()).isEmpty();
    ports.add(GUE);
    FouPort v6 = FouPort.gue(Family.IPV6, 6080);
    ports.add(v6);
    assertThat(ports.fouPorts()).containsExactlyInAnyOrder(GUE, v6);
    refused("EADDRINUSE", () -> ports.add(GUE));
    ports.delete(GUE);
    assertThat(ports.fouPorts()).containsExactly(v6);
    ports.delete(v6);
    refused("EINVAL", () -> ports.delete(GUE));
  }

  @Test
  void setsTheTimeoutsOfIpvsThatAreNamed() {
    Ipvs ipvs = kernel().ipvs();
    assertThat(ipvs.timeouts())
        .isEqualTo(Map.of(IpvsTimeout.TCP, 900, IpvsTimeout.TCP_FIN, 120, IpvsTimeout.UDP, 300));
    assertThat(ipvs.loaded()).isTrue();
    ipvs.set(Map.of(IpvsTimeout.UDP, 30, IpvsTimeout.TCP, 7200));
    assertThat(ipvs.timeouts())
        .isEqualTo(Map.of(IpvsTimeout.TCP, 7200, IpvsTimeout.TCP_FIN, 120, IpvsTimeout.UDP, 30));
    ipvs.set(Map.of(IpvsTimeout.UDP, 300, IpvsTimeout.TCP, 900));
  }

  @Test
  void addsManyAddressesAndSaysWhatCameOfEach() {
    List<Change.OfAddresses> changes = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      IpAddress vip = IpAddress.parse("10.24." + i / 200 + "." + (1 + i % 200));
      String link = i % 100 == 50 ? "nosuch0" : "eth0";
      changes.add(new Change.AddAddress(new LinkAddress(link, vip.asHost(), Ownership.PROTOCOL)));
    }
    LinkAddress first = ((Change.AddAddress) changes.getFirst()).address();
    changes.add(new Change.AddAddress(first));
    List<Answer> answers = kernel().addresses().apply(changes);
    for (int i = 0; i < 600; i++) {
      assertThat(errno(answers.get(i))).as("%d", i).isEqualTo(i % 100 == 50 ? "ENODEV" : "");
    }
    assertThat(errno(answers.getLast())).isEqualTo("EEXIST");
    assertThat(ours()).hasSize(594);
    List<Change.OfAddresses> deletions =
        ours().stream().<Change.OfAddresses>map(Change.DeleteAddress::new).toList();
    assertThat(kernel().addresses().apply(deletions)).hasSize(594).containsOnly(new Answer.Done());
    assertThat(ours()).isEmpty();
  }

  private List<LinkAddress> ours() {
    return kernel().addresses().addresses().stream()
        .filter(address -> Subnet.parse("10.24.0.0/16").contains(address.address()))
        .toList();
  }

  private static String errno(Answer answer) {
    return switch (answer) {
      case Answer.Done _ -> "";
      case Answer.Refused(KernelException why) -> why.errno();
    };
  }
}
