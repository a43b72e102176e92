package io.lvsoperator.e2e.bed;

import java.time.Duration;

/**
 * What came of a long connection.
 *
 * @param lines how many lines arrived
 * @param silence the longest time between two of them
 * @param broken why it ended before it was stopped; empty when it did not
 */
public record LongConnection(int lines, Duration silence, String broken) {

  /**
   * Reads the lines that the client prints at its end.
   *
   * @throws AssertionError when they are missing
   */
  public static LongConnection parse(String text) {
    int lines = -1;
    long silence = 0;
    String broken = "";
    for (String line : text.lines().toList()) {
      String[] words = line.split("\t", -1);
      switch (words[0]) {
        case "lines" -> lines = Integer.parseInt(words[1]);
        case "silence-ms" -> silence = Long.parseLong(words[1]);
        case "broken" -> broken = words[2];
        default -> {
          // "connected" and whatever else was said before the end
        }
      }
    }
    if (lines < 0) {
      throw new AssertionError("the long connection said nothing at its end: " + text);
    }
    return new LongConnection(lines, Duration.ofMillis(silence), broken);
  }
}
