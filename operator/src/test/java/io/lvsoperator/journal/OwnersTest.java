package io.lvsoperator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnersTest {
  @TempDir Path directory;

  private Owners owners() {
    return new Owners(new StateFile(directory, Owners.FILE));
  }

  @Test
  void remembersWhoseAnEntryIs() {
    owners().write(Map.of("-t 10.23.21.180:80", "default/web"));
    assertThat(owners().read()).containsExactly(Map.entry("-t 10.23.21.180:80", "default/web"));
  }

  @Test
  void writesOnlyWhatIsNew() throws IOException {
    Owners owners = owners();
    owners.write(Map.of("a", "b"));
    Files.delete(directory.resolve(Owners.FILE));
    owners.write(Map.of("a", "b"));
    assertThat(directory).isEmptyDirectory();
    owners.write(Map.of("a", "c"));
    assertThat(owners.of("a")).contains("c");
    assertThat(directory).isNotEmptyDirectory();
  }

  @Test
  void aMissingOrDamagedFileIsEmpty() throws IOException {
    assertThat(owners().read()).isEmpty();
    Files.writeString(directory.resolve(Owners.FILE), "{\"a\":");
    assertThat(owners().read()).isEmpty();
  }
}
