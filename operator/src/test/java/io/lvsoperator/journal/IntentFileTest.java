package io.lvsoperator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.journal.IntentFile.Found;
import io.lvsoperator.journal.IntentFile.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives a reboot is used whole or not at all. */
class IntentFileTest {
  private static final Header HEADER = new Header("cluster", "machine", "lb01");

  @TempDir Path directory;

  private IntentFile file() {
    return new IntentFile(StateFile.durable(directory.resolve("made"), IntentFile.FILE));
  }

  private Path path() {
    return directory.resolve("made").resolve(IntentFile.FILE);
  }

  private String found() {
    return switch (file().read("machine", "lb01")) {
      case Found.Nothing _ -> "nothing";
      case Found.Unusable unusable -> unusable.why();
      case Found.Saved saved -> saved.content();
    };
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertThat(found()).isEqualTo("nothing");
    file().write(HEADER, "old");
    file().write(HEADER, "{\"a\": \"ü\"}\n");
    assertThat(file().read("machine", "lb01"))
        .isEqualTo(new Found.Saved(HEADER, "{\"a\": \"ü\"}\n"));
    assertThat(Files.getPosixFilePermissions(path()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.list(path().getParent())).containsExactly(path());
    file().delete();
    assertThat(found()).isEqualTo("nothing");
  }

  @Test
  void oneThatWasCutAnywhereIsNotUsed() throws IOException {
    file().write(HEADER, "content");
    String whole = Files.readString(path()).stripTrailing();
    for (int length = 0; length < whole.length(); length++) {
      Files.writeString(path(), whole.substring(0, length));
      assertThat(file().read("machine", "lb01"))
          .as("of length " + length)
          .isInstanceOf(Found.Unusable.class);
    }
  }

  @Test
  void oneLetterThatChangedIsSeen() throws IOException {
    file().write(HEADER, "content");
    for (String part : new String[] {"content\"", "machine\"", "cluster\"", "lb01"}) {
      String whole = Files.readString(path());
      String changed = whole.replaceFirst(": \"" + part, ": \"x" + part);
      assertThat(changed).as(part).isNotEqualTo(whole);
      Files.writeString(path(), changed);
      assertThat(found()).as(part).isEqualTo("it is damaged: its checksum does not fit");
      Files.writeString(path(), whole);
    }
  }

  @Test
  void anotherVersionIsNotUsedOlderOrNewer() throws IOException {
    file().write(HEADER, "content");
    String whole = Files.readString(path());
    for (String version : new String[] {"0", "2"}) {
      Files.writeString(path(), whole.replace("\"version\" : 1", "\"version\" : " + version));
      assertThat(found()).isEqualTo("it is of version " + version + ", and this agent reads 1");
    }
  }

  @Test
  void anotherMachinesOrNodesIsNotUsed() {
    file().write(HEADER, "content");
    assertThat(file().read("other", "lb01"))
        .isEqualTo(
            new Found.Unusable(
                "it was written on another machine (machine, this is other)", Optional.of(HEADER)));
    assertThat(file().read("machine", "lb02"))
        .isEqualTo(
            new Found.Unusable(
                "it was written for Node lb01, and this agent is of Node lb02",
                Optional.of(HEADER)));
  }
}
