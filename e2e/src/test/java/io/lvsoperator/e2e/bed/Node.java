package io.lvsoperator.e2e.bed;

import java.time.Duration;

/** One machine of a bed. */
public interface Node {

  /** The name, also that of its Node object if it is part of the cluster. */
  String name();

  /** The IPv4 address by which others reach it. */
  String address();

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

  /** Sends requests from here until the load's count is reached. */
  Tally ask(Load load);

  /** Sends requests from here until stopped; returns when the first one is on its way. */
  Running<Tally> keepAsking(Load load);

  /**
   * Holds one connection on which the server sends a line every 100 ms; returns when the first line
   * has arrived.
   */
  Running<LongConnection> hold(String target);

  /** Listens on a TCP port here, on all addresses, until stopped; returns when it does. */
  Running<String> listen(int port);

  /**
   * Captures packets here (tcpdump's filter syntax) until stopped; the result is tcpdump's text,
   * with MAC addresses.
   */
  Running<String> capture(String filter);
}
