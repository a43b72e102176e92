/**
 * The kernel's ports on a real Linux kernel: netlink, {@code /proc}, packet sockets, and {@code
 * nft} as the one process that is ever started. {@link io.lvsoperator.linux.LinuxKernel} wires
 * them.
 */
package io.lvsoperator.linux;
