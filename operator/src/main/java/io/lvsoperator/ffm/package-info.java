/**
 * libc by {@code java.lang.foreign}: the only package that knows native memory. Everything above
 * sees file descriptors, byte arrays and direct buffers.
 */
package io.lvsoperator.ffm;
