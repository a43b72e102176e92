package io.lvsoperator.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Starts JVMs of its own: native access is decided once per JVM. */
class NativeAccessTest {
  @Test
  void namesTheFlagWhereNativeAccessIsDenied() throws Exception {
    assertThat(output("--illegal-native-access=deny"))
        .contains("--enable-native-access=ALL-UNNAMED")
        .doesNotContain("opened");
  }

  @Test
  void worksWhereOnlyEnabledAccessIsAllowed() throws Exception {
    assertThat(output("--illegal-native-access=deny", "--enable-native-access=ALL-UNNAMED"))
        .contains("opened");
  }

  private static String output(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Program.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  /** What the JVMs run. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      Libc libc = Libc.linux();
      libc.close(libc.socket(Sockets.AF_UNIX, Sockets.SOCK_DGRAM, 0));
      System.out.println("opened");
    }
  }
}
