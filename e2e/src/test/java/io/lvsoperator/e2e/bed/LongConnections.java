package io.lvsoperator.e2e.bed;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of long connections that were held side by side.
 *
 * @param held how many there were
 * @param lines how many lines arrived on all of them
 * @param silence the longest time between two lines of one
 * @param broken how many ended before they were stopped, by why
 */
public record LongConnections(int held, int lines, Duration silence, Map<String, Integer> broken) {

  /**
   * Reads the lines that the client prints at its end.
   *
   * @throws AssertionError when they are missing
   */
  public static LongConnections parse(String text) {
    int held = -1;
    int lines = 0;
    long silence = 0;
    Map<String, Integer> broken = new TreeMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split("\t", -1);
      switch (words[0]) {
        case "connections" -> held = Integer.parseInt(words[1]);
        case "lines" -> lines = Integer.parseInt(words[1]);
        case "silence-ms" -> silence = Long.parseLong(words[1]);
        case "broken" -> broken.put(words[2], Integer.parseInt(words[1]));
        default -> {
          // "connected" and whatever else was said before the end
        }
      }
    }
    if (held < 0) {
      throw new AssertionError("the long connections said nothing at their end: " + text);
    }
    return new LongConnections(held, lines, Duration.ofMillis(silence), broken);
  }

  /** How many were reset by the other side or by somebody in between. */
  public int resets() {
    return broken.getOrDefault("connection reset by peer", 0);
  }
}
