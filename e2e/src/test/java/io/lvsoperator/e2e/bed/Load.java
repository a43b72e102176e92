package io.lvsoperator.e2e.bed;

import java.time.Duration;

/**
 * Requests to one target, each on a connection or socket of its own unless it keeps its port.
 *
 * @param protocol of the requests
 * @param target ADDRESS:PORT, an IPv6 address in brackets; {@link #target} writes it
 * @param count requests in all; of no meaning where the load goes on until stopped
 * @param concurrency requests at a time, from 1
 * @param interval pause of each client after a request
 * @param timeout limit of one request
 * @param onePort whether each client keeps its socket, so that its datagrams are one flow (UDP)
 */
public record Load(
    Protocol protocol,
    String target,
    int count,
    int concurrency,
    Duration interval,
    Duration timeout,
    boolean onePort) {

  /** Transport protocol. */
  public enum Protocol {
    /** HTTP on TCP. */
    TCP,
    /** One datagram and its echo. */
    UDP,
    /** One association, to where a node listens by {@link Node#listenSctp}. */
    SCTP
  }

  /** An address and a port as one word. */
  public static String target(String address, int port) {
    return (address.contains(":") ? "[%s]:%d" : "%s:%d").formatted(address, port);
  }

  /** One HTTP request after the other. */
  public static Load http(String target) {
    return new Load(Protocol.TCP, target, 1, 1, Duration.ZERO, Duration.ofSeconds(10), false);
  }

  /**
   * Two clients that each ask some times a second: traffic beside which something else is watched.
   * Without pauses it would take a slow bed's processors for itself.
   */
  public static Load steady(String target) {
    return http(target).by(2).every(Duration.ofMillis(100));
  }

  /** One datagram after the other, each from another port. */
  public static Load udp(String target) {
    return new Load(Protocol.UDP, target, 1, 1, Duration.ZERO, Duration.ofSeconds(5), false);
  }

  /** One association after the other. */
  public static Load sctp(String target) {
    return new Load(Protocol.SCTP, target, 1, 1, Duration.ZERO, Duration.ofSeconds(5), false);
  }

  /** The same with so many requests. */
  public Load times(int requests) {
    return new Load(protocol, target, requests, concurrency, interval, timeout, onePort);
  }

  /** The same with so many requests at a time. */
  public Load by(int clients) {
    return new Load(protocol, target, count, clients, interval, timeout, onePort);
  }

  /** The same with a pause after each request. */
  public Load every(Duration pause) {
    return new Load(protocol, target, count, concurrency, pause, timeout, onePort);
  }

  /** The same with another limit for one request. */
  public Load within(Duration limit) {
    return new Load(protocol, target, count, concurrency, interval, limit, onePort);
  }

  /** The same, but each client sends all its datagrams from one port. */
  public Load fromOnePort() {
    return new Load(protocol, target, count, concurrency, interval, timeout, true);
  }
}
