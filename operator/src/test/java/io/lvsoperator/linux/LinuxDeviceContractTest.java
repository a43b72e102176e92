package io.lvsoperator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.kernel.DeviceContract;
import io.lvsoperator.kernel.IpAddr;
import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.LinkAddress;
import io.lvsoperator.model.OwnLink;
import io.lvsoperator.model.Ownership;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real kernel keeps the contract about devices, through our adapters. */
@Tag("kernel")
class LinuxDeviceContractTest extends DeviceContract {
  private TutorialNamespace namespace;
  private LinuxKernel linux;

  @BeforeEach
  void open() {
    namespace = new TutorialNamespace();
    linux = LinuxKernel.open(new MemoryMemo());
  }

  @AfterEach
  void close() {
    linux.close();
    namespace.close();
  }

  @Override
  protected Kernel kernel() {
    return linux.kernel();
  }

  @Test
  void anIpv6AddressOfOursIsThereAtOnceAndNoSourceOfTheNodesOwnPackets() {
    TutorialNamespace.sh("ip -6 addr add fd00::184/64 dev eth0 nodad");
    IpAddress vip = IpAddress.parse("fd00::180");
    new IpAddr(kernel().addresses()).add(new LinkAddress("eth0", vip.asHost(), Ownership.PROTOCOL));
    assertThat(TutorialNamespace.sh("ip -6 -o addr show dev eth0 to fd00::180"))
        .contains("deprecated", "nodad", "valid_lft forever preferred_lft 0sec")
        .doesNotContain("tentative");
    assertThat(TutorialNamespace.sh("ip -6 route get fd00::1")).contains("src fd00::184");
  }

  @Test
  void aDeviceOfOursIsKnownByItsGroupAndNotByItsNameAlone() {
    TutorialNamespace.sh("ip link add lvs-theirs type dummy");
    OwnLink ours = OwnLink.dummy("lvs-ours");
    kernel().links().add(ours);
    assertThat(kernel().links().owned()).containsExactly(ours);
    assertThat(TutorialNamespace.sh("ip -o link show group 76")).contains("lvs-ours");
    TutorialNamespace.sh("ip link del lvs-ours; ip link add " + ours.options());
    assertThat(kernel().links().owned()).as("made by the printed command").containsExactly(ours);
  }
}
