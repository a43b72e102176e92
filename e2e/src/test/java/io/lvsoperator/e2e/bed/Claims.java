package io.lvsoperator.e2e.bed;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who said by ARP or neighbour discovery that an address is his, while it was asked for again and
 * again.
 *
 * @param all of them
 * @param asked how often it was asked for
 */
public record Claims(List<Claim> all, int asked) {

  /**
   * Reads the lines of the listener and of the one who asked.
   *
   * @param portPrefix what a bridge port's name has before the machine's
   * @throws AssertionError when they are missing, or the listener could not keep up
   */
  public static Claims parse(String listened, String asked, String portPrefix) {
    Missed.none(listened);
    return new Claims(
        listened
            .lines()
            // A broadcast comes once more to the bridge itself.
            .filter(line -> line.startsWith("claim\t" + portPrefix))
            .map(line -> claim(line.split("\t", -1), portPrefix))
            .toList(),
        asked
            .lines()
            .filter(line -> line.startsWith("asked\t"))
            .mapToInt(line -> Integer.parseInt(line.split("\t")[1]))
            .findFirst()
            .orElseThrow(() -> new AssertionError("nobody asked: " + asked)));
  }

  private static Claim claim(String[] words, String portPrefix) {
    return new Claim(
        words[1].substring(portPrefix.length()),
        words[2],
        words[3],
        Integer.parseInt(words[4]),
        Duration.ofMillis(Long.parseLong(words[5])),
        Duration.ofMillis(Long.parseLong(words[6])));
  }

  /** The machines that claimed the address, in whatever way. */
  public Set<String> machines() {
    return all.stream().map(Claim::machine).collect(Collectors.toSet());
  }

  /** The MAC addresses that the address was given. */
  public Set<String> macs() {
    return all.stream().map(Claim::mac).collect(Collectors.toSet());
  }
}
