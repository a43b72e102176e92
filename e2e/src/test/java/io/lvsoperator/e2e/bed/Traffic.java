package io.lvsoperator.e2e.bed;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What crossed a node's interfaces while it was watched. Addresses are those of the outermost IP
 * header, so the packets of a tunnel are {@code protocol("ipip")} from the director to the real
 * server there.
 *
 * @param flows packets that are alike, counted
 */
public record Traffic(List<Flow> flows) {

  /**
   * Reads the lines that the listener prints at its end.
   *
   * @throws AssertionError when they are missing, or when it could not keep up: what it did not see
   *     would count as absent
   */
  public static Traffic parse(String text) {
    Missed.none(text);
    return new Traffic(
        text.lines().filter(line -> line.startsWith("flow\t")).map(Flow::parse).toList());
  }

  /** Only packets from this address. */
  public Traffic from(String address) {
    return only(flow -> flow.source().equals(address));
  }

  /** Only packets to this address. */
  public Traffic to(String address) {
    return only(flow -> flow.destination().equals(address));
  }

  /** Only packets of this protocol, by the names of {@link Flow#protocol}. */
  public Traffic of(String protocol) {
    return only(flow -> flow.protocol().equals(protocol));
  }

  /** Only packets of this interface. */
  public Traffic on(String device) {
    return only(flow -> flow.device().equals(device));
  }

  /** Only packets that left the node. */
  public Traffic outgoing() {
    return only(Flow::outgoing);
  }

  /** Only packets that came in. */
  public Traffic incoming() {
    return only(flow -> !flow.outgoing());
  }

  /** Only packets that some condition holds of. */
  public Traffic only(Predicate<Flow> holds) {
    return new Traffic(flows.stream().filter(holds).toList());
  }

  /** How many packets there were. */
  public int packets() {
    return flows.stream().mapToInt(Flow::packets).sum();
  }

  /** The longest packet, in bytes; 0 where there was none. */
  public int longest() {
    return flows.stream().mapToInt(Flow::longest).max().orElse(0);
  }

  /** The MAC addresses that they came from. */
  public Set<String> sourceMacs() {
    return flows.stream().map(Flow::sourceMac).collect(Collectors.toSet());
  }

  /** The MAC addresses that they went to. */
  public Set<String> destinationMacs() {
    return flows.stream().map(Flow::destinationMac).collect(Collectors.toSet());
  }
}
