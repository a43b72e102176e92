package io.lvsoperator.e2e.bed;

/**
 * Packets on a node's interface that are alike.
 *
 * @param device the interface
 * @param outgoing whether they left by it; else they came in
 * @param sourceMac of the frames; empty where the interface has none
 * @param destinationMac of the frames; empty where the interface has none
 * @param protocol what follows the outermost IP header: tcp, udp, sctp, icmp, icmp6, ipip (IPv4 in
 *     something), ipv6 (IPv6 in something), gre, or a number
 * @param source address of the outermost IP header
 * @param sourcePort 0 where there is none, as in later fragments
 * @param destination address of the outermost IP header
 * @param destinationPort 0 where there is none
 * @param packets how many
 * @param longest of them, in bytes, with the IP header; more than the interface's MTU where the
 *     kernel segments or reassembles by itself
 */
public record Flow(
    String device,
    boolean outgoing,
    String sourceMac,
    String destinationMac,
    String protocol,
    String source,
    int sourcePort,
    String destination,
    int destinationPort,
    int packets,
    int longest) {

  static Flow parse(String line) {
    String[] words = line.split("\t", -1);
    return new Flow(
        words[1],
        words[2].equals("out"),
        words[3],
        words[4],
        words[5],
        words[6],
        Integer.parseInt(words[7]),
        words[8],
        Integer.parseInt(words[9]),
        Integer.parseInt(words[10]),
        Integer.parseInt(words[11]));
  }
}
