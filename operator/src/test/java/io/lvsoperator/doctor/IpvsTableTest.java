package io.lvsoperator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.model.VirtualServerKey;
import org.junit.jupiter.api.Test;

/** {@code /proc/net/ip_vs} as kernel 6.1 writes it. */
class IpvsTableTest {
  @Test
  void keysOfEveryForm() {
    assertThat(
            IpvsTable.parse(
                """
                IP Virtual Server version 1.2.1 (size=4096)
                Prot LocalAddress:Port Scheduler Flags
                  -> RemoteAddress:Port Forward Weight ActiveConn InActConn
                TCP  0A600001:01BB rr\s
                  -> 0A17BE4C:0050      Masq    1      0          0        \s
                UDP  [fd00:0000:0000:0000:0000:0000:0000:0100]:0035 wlc ops
                FWM  00000010 mh persistent 360 FFFFFFFF
                XYZ  whatever
                """))
        .extracting(VirtualServerKey::option)
        .containsExactly("-t 10.96.0.1:443", "-u [fd00::100]:53", "-f 16");
  }

  @Test
  void anEmptyTable() {
    assertThat(IpvsTable.parse("IP Virtual Server version 1.2.1 (size=0)\n")).isEmpty();
  }
}
