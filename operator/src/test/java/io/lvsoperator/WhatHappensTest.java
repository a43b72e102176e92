package io.lvsoperator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page "What happens when ..." promises a test for each event: there is one. */
class WhatHappensTest {
  private static final Pattern LINK = Pattern.compile("\\[(\\w+)]\\(([^)]+/(\\w+)\\.java)\\)");

  @Test
  void everyEventIsLinkedToATest() throws IOException {
    List<String> rows =
        Files.readString(Path.of("README.md"))
            .lines()
            .dropWhile(line -> !line.startsWith("## What happens when"))
            .skip(1)
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| "))
            .skip(1)
            .toList();
    assertThat(rows).hasSizeGreaterThan(20);
    for (String row : rows) {
      String[] cells = row.split(" *\\| *", -1);
      assertThat(cells).as(row).hasSize(6);
      List<MatchResult> links = LINK.matcher(cells[4]).results().toList();
      assertThat(links).as("a link to a test: " + row).isNotEmpty();
      for (MatchResult link : links) {
        assertThat(Path.of(link.group(2))).as(row).isRegularFile();
        assertThat(link.group(3)).as("named like its file").isEqualTo(link.group(1));
      }
    }
  }
}
