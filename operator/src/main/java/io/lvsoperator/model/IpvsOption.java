package io.lvsoperator.model;

import java.util.Optional;

/** An option of ipvs as a whole: one value for the whole network namespace. */
public enum IpvsOption {
  /** How long an idle TCP connection is remembered, in seconds. */
  TCP_TIMEOUT(IpvsTimeout.TCP, "timeout tcp"),
  /** How long a TCP connection is remembered after its FIN, in seconds. */
  TCP_FIN_TIMEOUT(IpvsTimeout.TCP_FIN, "timeout tcpfin"),
  /** How long a UDP packet's sender keeps its real server, in seconds. */
  UDP_TIMEOUT(IpvsTimeout.UDP, "timeout udp"),
  /** What becomes of a client that uses its port again: 0 or 1. */
  CONN_REUSE_MODE("conn_reuse_mode"),
  /** Whether connections whose real server is gone are reset: 0 or 1. */
  EXPIRE_NODEST_CONN("expire_nodest_conn"),
  /** Whether persistence lets go of a real server of weight 0: 0 or 1. */
  EXPIRE_QUIESCENT_TEMPLATE("expire_quiescent_template"),
  /** Whether the kernel adds up its counters: 0 or 1. */
  RUN_ESTIMATION("run_estimation"),
  /** Whether TCP connections are taken whose beginning was not seen: 0 or 1. */
  SLOPPY_TCP("sloppy_tcp");

  private final Optional<IpvsTimeout> timeout;
  private final Optional<Sysctl> sysctl;
  private final String text;

  IpvsOption(IpvsTimeout timeout, String text) {
    this.timeout = Optional.of(timeout);
    this.sysctl = Optional.empty();
    this.text = text;
  }

  IpvsOption(String name) {
    Sysctl parameter = new Sysctl("net/ipv4/vs/" + name);
    this.timeout = Optional.empty();
    this.sysctl = Optional.of(parameter);
    this.text = parameter.toString();
  }

  /** {@return the timeout that it is; empty for a kernel parameter} */
  public Optional<IpvsTimeout> timeout() {
    return timeout;
  }

  /** {@return the kernel parameter that it is; empty for a timeout} */
  public Optional<Sysctl> sysctl() {
    return sysctl;
  }

  /** {@return its name for people: the parameter's, or {@code timeout tcp}} */
  @Override
  public String toString() {
    return text;
  }
}
