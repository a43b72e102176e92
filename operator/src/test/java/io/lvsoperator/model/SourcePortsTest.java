package io.lvsoperator.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcePortsTest {

  /** The last column: whether the host's own connections may come from there too. */
  @ParameterizedTest
  @CsvSource({
    "32768 60999, 10000, 29999, false",
    "30000 65535, 10000, 29999, false",
    "29999 65535,  1024, 29998, false",
    "15000 61000,  1024, 14999, false",
    " 9000 29999, 32768, 65535, false",
    " 1024 29999, 32768, 65535, false",
    " 1024 61439, 61440, 65535, false",
    " 1024 61440, 10000, 29999, true",
    " 1024 65535, 10000, 29999, true",
    "    1 65535, 10000, 29999, true",
    "nonsense,    10000, 29999, false",
    "9 99999,     10000, 29999, false",
    "30000 20000, 10000, 29999, false",
  })
  void areClearOfTheHostsOwnAndOfNodePorts(String local, int first, int last, boolean shared) {
    Optional<PortRange> hosts = SourcePorts.local(local);
    PortRange own = SourcePorts.own(hosts);
    assertThat(own).isEqualTo(new PortRange(first, last));
    assertThat(hosts.filter(own::overlaps).isPresent()).isEqualTo(shared);
  }
}
