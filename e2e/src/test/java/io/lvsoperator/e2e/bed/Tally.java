package io.lvsoperator.e2e.bed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a load.
 *
 * @param requests how many were begun
 * @param answers how often each answer came ("Hello From RS01", or "RS01" by UDP)
 * @param clients how often the server saw each client address
 * @param failures how often each failure came, with its time of day
 * @param sequence the first 2000 answers in the order of their arrival
 * @param slowest the longest request
 */
public record Tally(
    int requests,
    Map<String, Integer> answers,
    Map<String, Integer> clients,
    Map<String, Integer> failures,
    List<String> sequence,
    Duration slowest) {

  /**
   * Reads the lines that the traffic client prints.
   *
   * @throws AssertionError when they are not such lines
   */
  public static Tally parse(String text) {
    int requests = -1;
    Duration slowest = Duration.ZERO;
    Map<String, Map<String, Integer>> counts =
        Map.of("answer", new TreeMap<>(), "client", new TreeMap<>(), "failure", new TreeMap<>());
    List<String> sequence = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split("\t", -1);
      switch (words[0]) {
        case "begun" -> {
          // said by a load that goes on until stopped
        }
        case "requests" -> requests = Integer.parseInt(words[1]);
        case "slowest-ms" -> slowest = Duration.ofMillis(Long.parseLong(words[1]));
        case "answer", "client", "failure" ->
            counts.get(words[0]).put(words[2], Integer.parseInt(words[1]));
        case "sequence" -> {
          for (int i = 1; i < words.length && !words[1].isEmpty(); i++) {
            sequence.add(words[i]);
          }
        }
        default -> throw new AssertionError("not a line of a tally: " + line);
      }
    }
    if (requests < 0) {
      throw new AssertionError("not a tally: " + text);
    }
    return new Tally(
        requests,
        counts.get("answer"),
        counts.get("client"),
        counts.get("failure"),
        sequence,
        slowest);
  }

  /** How many requests were reset by the other side or by somebody in between. */
  public int resets() {
    return failures.entrySet().stream()
        .filter(failure -> failure.getKey().startsWith("connection reset by peer"))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** How many requests failed. */
  public int failed() {
    return failures.values().stream().mapToInt(Integer::intValue).sum();
  }
}
