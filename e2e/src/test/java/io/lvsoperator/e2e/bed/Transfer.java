package io.lvsoperator.e2e.bed;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What came of one big HTTP request, up or down. Both sides compare what came with what was sent.
 *
 * @param server who served it ("RS01"); empty when it failed before
 * @param client the client's address as the server saw it
 * @param bytes how many arrived whole
 * @param took the time of all of it
 * @param failure why it failed; empty when it did not
 */
public record Transfer(String server, String client, int bytes, Duration took, String failure) {

  /**
   * Reads the lines that the client prints.
   *
   * @throws AssertionError when they are missing
   */
  public static Transfer parse(String text) {
    Map<String, String> fields = new HashMap<>();
    text.lines()
        .map(line -> line.split("\t", -1))
        .filter(words -> words.length == 2)
        .forEach(words -> fields.put(words[0], words[1]));
    if (!fields.containsKey("failure")) {
      throw new AssertionError("not what came of a transfer: " + text);
    }
    return new Transfer(
        fields.get("server"),
        fields.get("client"),
        Integer.parseInt(fields.get("bytes")),
        Duration.ofMillis(Long.parseLong(fields.get("millis"))),
        fields.get("failure"));
  }
}
