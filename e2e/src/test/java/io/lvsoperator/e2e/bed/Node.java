package io.lvsoperator.e2e.bed;

import java.time.Duration;
import java.util.List;

/** One machine of a bed. */
public interface Node {

  /** The name, also that of its Node object if it is part of the cluster. */
  String name();

  /** The IPv4 address by which others reach it. */
  String address();

  /** The IPv6 address by which others reach it. */
  String address6();

  /** Runs a command to its end, at most two minutes, and returns whatever came of it. */
  Result run(String... command);

  /** Runs a command with an input and a time limit. */
  Result run(Duration limit, String input, String... command);

  /**
   * Runs a shell script that must succeed.
   *
   * @return its standard output without the last line feed
   * @throws AssertionError with the script's whole output when it fails
   */
  String sh(String script);

  /**
   * Reads what an administrator's tools say of this node's network: interfaces, addresses, rules
   * and routes, ipvs, nftables and sysctls.
   */
  String state();

  /** Sends requests from here until the load's count is reached. */
  Tally ask(Load load);

  /** Sends requests from here until stopped; returns when the first one is on its way. */
  Running<Tally> keepAsking(Load load);

  /**
   * Holds one connection on which the server sends a line every 100 ms; returns when the first line
   * has arrived.
   */
  Running<LongConnection> hold(String target);

  /** Holds so many of them; returns when each has got its first line or has broken. */
  Running<LongConnections> hold(String target, int connections);

  /**
   * Sends so many bytes by one HTTP request from here; a failure is part of what comes of it.
   *
   * @param limit of all of it; on a slow bed a megabyte takes a second
   */
  Transfer upload(String target, int bytes, Duration limit);

  /** Asks for so many bytes by one HTTP request from here; else as {@link #upload}. */
  Transfer download(String target, int bytes, Duration limit);

  /** Listens on a TCP port here, on all addresses, until stopped; returns when it does. */
  Running<String> listen(int port);

  /** Answers SCTP associations to one address of this node, which it may not have yet. */
  Running<String> listenSctp(String target);

  /** Receives datagrams on a UDP port here, on all addresses, until stopped. */
  Running<List<Datagram>> receive(int port);

  /** Sends a packet in a tunnel's packet from here, whoever may be meant to send such. */
  void send(Spoof spoof);

  /**
   * Counts the packets that cross this node's interfaces, until stopped; returns when it sees them.
   *
   * @param addresses only packets from or to one of these count; none means all packets
   */
  Running<Traffic> watch(String... addresses);

  /**
   * Sends router advertisements on an interface of this node, one a second, until stopped; the last
   * one takes the router away again.
   */
  Running<String> advertise(String device);

  /**
   * Captures packets here (tcpdump's filter syntax) until stopped; the result is tcpdump's text,
   * with MAC addresses.
   */
  Running<String> capture(String filter);
}
