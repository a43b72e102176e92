package io.lvsoperator.e2e.bed;

import java.util.List;

/**
 * A datagram that arrived.
 *
 * @param from the address of its sender
 * @param text its payload
 */
public record Datagram(String from, String text) {

  /** Reads the lines that the receiver prints. */
  public static List<Datagram> parseAll(String text) {
    return text.lines()
        .map(line -> line.split("\t", 3))
        .filter(words -> words[0].equals("datagram"))
        .map(words -> new Datagram(words[1], words[2]))
        .toList();
  }
}
