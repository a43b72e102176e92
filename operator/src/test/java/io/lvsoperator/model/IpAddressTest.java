package io.lvsoperator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @CsvSource({
    "10.23.21.184, 10.23.21.184",
    "255.255.255.255, 255.255.255.255",
    "0.0.0.0, 0.0.0.0",
    "fd00::100, fd00::100",
    "FD00:0:0:0:0:0:0:100, fd00::100",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "::, ::",
    "::1, ::1",
    "1::, 1::"
  })
  void printsTheCanonicalText(String text, String canonical) {
    assertThat(IpAddress.parse(text)).hasToString(canonical);
    assertThat(IpAddress.of(IpAddress.parse(text).bytes())).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.23.21",
        "10.23.21.256",
        "1.2.3.4.5",
        "localhost",
        "10.0.0.1/24",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "12345::",
        "10.0.0.1 "
      })
  void refusesWhatIsNoAddress(String text) {
    assertThat(IpAddress.tryParse(text)).isEmpty();
    assertThatThrownBy(() -> IpAddress.parse(text)).hasMessageContaining("'" + text + "'");
  }

  @Test
  void knowsTheAddressesThatAreNoHosts() {
    assertThat(IpAddress.parse("127.8.0.1").isLoopback()).isTrue();
    assertThat(IpAddress.parse("128.0.0.1").isLoopback()).isFalse();
    assertThat(IpAddress.parse("169.254.7.7").isLinkLocal()).isTrue();
    assertThat(IpAddress.parse("fe80::1").isLinkLocal()).isTrue();
    assertThat(IpAddress.parse("fec0::1").isLinkLocal()).isFalse();
    assertThat(IpAddress.parse("224.0.0.81").isMulticast()).isTrue();
    assertThat(IpAddress.parse("ff02::1").isMulticast()).isTrue();
    assertThat(IpAddress.parse("223.255.255.255").isMulticast()).isFalse();
    assertThat(IpAddress.parse("::").isUnspecified()).isTrue();
    assertThat(IpAddress.parse("255.255.255.255").isLimitedBroadcast()).isTrue();
  }

  @Test
  void sortsByNumberWithIpv4First() {
    List<String> sorted =
        Stream.of("fd00::2", "200.0.0.1", "10.0.0.10", "fd00::1", "10.0.0.9", "8000::")
            .map(IpAddress::parse)
            .sorted()
            .map(IpAddress::toString)
            .toList();
    assertThat(sorted)
        .containsExactly("10.0.0.9", "10.0.0.10", "200.0.0.1", "8000::", "fd00::1", "fd00::2");
  }

  @Test
  void writesIpv6InBracketsBeforeAPort() {
    assertThat(new Destination.Key(IpAddress.parse("fd00::11"), 80)).hasToString("[fd00::11]:80");
    assertThat(new Destination.Key(IpAddress.parse("10.0.0.11"), 80)).hasToString("10.0.0.11:80");
  }
}
