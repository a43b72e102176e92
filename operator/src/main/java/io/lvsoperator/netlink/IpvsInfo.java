package io.lvsoperator.netlink;

/**
 * What ipvs says about itself.
 *
 * @param version as in {@code ipvsadm}'s first line, {@code 1.2.1}
 * @param connectionTableSize hash buckets; 0 on kernels that size the table by load until the first
 *     virtual server
 */
public record IpvsInfo(String version, int connectionTableSize) {}
