/**
 * Netlink: wire codec, dump and acknowledge loop, batching, generic netlink, and the messages of
 * ipvs, rtnetlink and nf_tables that lvs-operator needs.
 *
 * <p>{@link io.lvsoperator.netlink.NetlinkChannel} is the loop; it talks to a {@link
 * io.lvsoperator.netlink.Transport}, so that only {@link io.lvsoperator.netlink.NetlinkSocket}
 * needs a kernel. {@link io.lvsoperator.netlink.IpvsClient} and {@link
 * io.lvsoperator.netlink.RouteClient} are what callers use.
 */
package io.lvsoperator.netlink;
