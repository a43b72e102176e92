package io.lvsoperator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference in README.md says what the schema says. */
class ReferenceTest {

  private static List<String> readme() {
    try {
      return Files.readAllLines(Path.of("README.md"));
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LvsService, lvsservices",
    "RealServer, realservers",
    "DirectorGroup, directorgroups",
    "LvsNode, lvsnodes",
    "ForwardingRequest, forwardingrequests"
  })
  void everyFieldHasItsRowAndNoOtherIsThere(String kind, String plural) {
    var section =
        readme().stream()
            .dropWhile(line -> !line.equals("## " + kind))
            .skip(1)
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| `"))
            .toList();
    var properties = Contract.schema(plural).path("properties");
    var rows =
        Stream.of("spec", "status")
            .flatMap(part -> ReferenceTable.rows(part, properties.path(part)).stream())
            .toList();
    assertThat(section).as("rows of crds/README.md").containsExactlyElementsOf(rows);
  }

  @Test
  void everyConditionTypeAndReasonIsExplained() {
    assertThat(constants(ConditionTypes.class))
        .as("explain it in crds/README.md")
        .isNotEmpty()
        .allMatch(ReferenceTest::hasRow);
    assertThat(constants(ConditionReasons.class))
        .as("explain it in crds/README.md")
        .isNotEmpty()
        .allMatch(ReferenceTest::hasRow);
  }

  private static boolean hasRow(String word) {
    return readme().stream().anyMatch(line -> line.startsWith("| `" + word + "` |"));
  }

  private static Stream<String> constants(Class<?> type) {
    return Arrays.stream(type.getFields()).map(ReferenceTest::text);
  }

  private static String text(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException notPublic) {
      throw new IllegalStateException(notPublic);
    }
  }
}
