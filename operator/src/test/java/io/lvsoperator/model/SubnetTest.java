package io.lvsoperator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
  @ParameterizedTest
  @CsvSource({
    "10.23.21.184/16, 10.23.0.0, 10.23.255.255",
    "10.23.21.184/32, 10.23.21.184, 10.23.21.184",
    "10.23.21.184/0, 0.0.0.0, 255.255.255.255",
    "10.23.21.184/31, 10.23.21.184, 10.23.21.185",
    "fd00::1/64, fd00::, fd00::ffff:ffff:ffff:ffff",
    "fd00::1/120, fd00::, fd00::ff",
    "fd00:0:0:8000::1/49, fd00:0:0:8000::, fd00::ffff:ffff:ffff:ffff:ffff",
    "fd00::1/128, fd00::1, fd00::1",
    "fd00::1/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  })
  void knowsItsFirstAndLastAddress(String text, String first, String last) {
    Subnet subnet = Subnet.parse(text);
    assertThat(subnet.first()).hasToString(first);
    assertThat(subnet.last()).hasToString(last);
    assertThat(subnet.contains(IpAddress.parse(first))).isTrue();
    assertThat(subnet.contains(IpAddress.parse(last))).isTrue();
  }

  @Test
  void doesNotContainItsNeighboursOrTheOtherFamily() {
    Subnet subnet = Subnet.parse("10.23.0.0/16");
    assertThat(subnet.contains(IpAddress.parse("10.24.0.0"))).isFalse();
    assertThat(subnet.contains(IpAddress.parse("10.22.255.255"))).isFalse();
    assertThat(subnet.contains(IpAddress.parse("fd00::1"))).isFalse();
  }

  @Test
  void hasABroadcastAddressOnlyWhereTheKernelHasOne() {
    assertThat(Subnet.parse("10.23.1.1/16").broadcast()).contains(IpAddress.parse("10.23.255.255"));
    assertThat(Subnet.parse("10.23.1.1/31").broadcast()).isEmpty();
    assertThat(Subnet.parse("fd00::1/64").broadcast()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/x", "fd00::/129", "/8"})
  void refusesWhatIsNoCidr(String text) {
    assertThatThrownBy(() -> Subnet.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10.23.21.0/24, 10.23.21.0, 10.23.21.255",
    "10.0.0.5-10.0.0.9, 10.0.0.5, 10.0.0.9",
    "10.0.0.5, 10.0.0.5, 10.0.0.5"
  })
  void readsARangeInEachOfItsForms(String text, String first, String last) {
    AddressRange range = AddressRange.parse(text);
    assertThat(range.contains(IpAddress.parse(first))).isTrue();
    assertThat(range.contains(IpAddress.parse(last))).isTrue();
    assertThat(range.first()).hasToString(first);
    assertThat(range.last()).hasToString(last);
    assertThat(range.contains(IpAddress.parse("10.0.1.0"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.9-10.0.0.5", "10.0.0.1-fd00::1", "a-b", ""})
  void refusesWhatIsNoRange(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
