package io.lvsoperator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class HttpAddressTest {
  private static InetSocketAddress read(String text) {
    return new HttpAddress().convert(text);
  }

  @Test
  void readsEveryForm() {
    assertThat(read("127.0.0.1:9441")).isEqualTo(new InetSocketAddress("127.0.0.1", 9441));
    assertThat(read("[::1]:80")).isEqualTo(new InetSocketAddress("::1", 80));
    assertThat(read(":9442")).isEqualTo(new InetSocketAddress(9442));
    assertThat(read("0.0.0.0:9442").getAddress().isAnyLocalAddress()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "9441", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("HOST:PORT");
  }
}
