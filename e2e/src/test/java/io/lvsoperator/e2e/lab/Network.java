package io.lvsoperator.e2e.lab;

/** A network of the lab: a subnet of IPv4 and one of IPv6, and the router's addresses in them. */
enum Network {
  /** The directors, most real servers and a client, on one bridge. */
  LAN("10.23.0.1", 16, "fd00:23::1", "gw", "eth0"),
  /** Clients behind the router. */
  OUTSIDE("10.99.0.1", 24, "fd00:99::1", "gw", "eth1"),
  /** A real server behind the router. */
  FAR("10.24.0.1", 16, "fd00:24::1", "gw", "eth2"),
  /** The pod of rs01. */
  POD("10.244.1.1", 24, "fd00:244:1::1", "rs01", "cni0");

  /** Of every IPv6 subnet. */
  static final int PREFIX6 = 64;

  private final String gateway;
  private final int prefix;
  private final String gateway6;
  private final String router;
  private final String device;

  Network(String gateway, int prefix, String gateway6, String router, String device) {
    this.gateway = gateway;
    this.prefix = prefix;
    this.gateway6 = gateway6;
    this.router = router;
    this.device = device;
  }

  /** The router's IPv4 address. */
  String gateway() {
    return gateway;
  }

  /** Length of the IPv4 prefix. */
  int prefix() {
    return prefix;
  }

  /** The router's IPv6 address. */
  String gateway6() {
    return gateway6;
  }

  /** The machine that is the router. */
  String router() {
    return router;
  }

  /** The router's interface. */
  String device() {
    return device;
  }

  /** What gives the router its addresses here, as lines of "ip -batch". */
  String routerAddresses() {
    return """
    addr add %s/%d dev %s
    addr add %s/%d dev %s nodad
    link set %s up
    """
        .formatted(gateway, prefix, device, gateway6, PREFIX6, device, device);
  }
}
