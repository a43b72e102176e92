package io.lvsoperator.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexedTest {
  @Test
  void findsTheFirstElementWithAKey() {
    Indexed<Integer, String> words = Indexed.by(String::length, List.of("one", "two", "three"));

    assertThat(words.find(3)).contains("one");
    assertThat(words.find(5)).contains("three");
    assertThat(words.find(4)).isEmpty();
  }

  @Test
  void isAListOfItsElementsAndNotTheListThatItWasMadeFrom() {
    List<String> source = new ArrayList<>(List.of("one", "two"));
    Indexed<Integer, String> words = Indexed.by(String::length, source);
    source.add("three");

    assertThat(words).isEqualTo(List.of("one", "two")).hasSameHashCodeAs(List.of("one", "two"));
    assertThat(words.find(5)).isEmpty();
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(Indexed.by(String::length, List.<String>of()).find(0)).isEmpty();
  }

  @Test
  void findsAddressesByAddressInterfaceAndPlace() {
    LinkAddress first = new LinkAddress("eth0", Subnet.parse("10.0.0.1/24"), 0);
    LinkAddress second = new LinkAddress("eth1", Subnet.parse("10.0.0.1/32"), 76);
    NodeAddresses addresses = new NodeAddresses(List.of(first, second));

    assertThat(addresses.at(IpAddress.parse("10.0.0.1"))).containsExactly(first, second);
    assertThat(addresses.on("eth1")).containsExactly(second);
    assertThat(addresses.has(new LinkAddress("eth0", first.subnet(), 76))).isTrue();
    assertThat(addresses.has(new LinkAddress("eth0", second.subnet(), 76))).isFalse();
    assertThat(addresses).isEqualTo(List.of(first, second));
  }
}
