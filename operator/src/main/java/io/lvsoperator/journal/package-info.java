/**
 * What is ours on this node although it carries no label, on disk before the kernel is touched, and
 * the lock that keeps a second agent out.
 *
 * <p>The state directory dies with the kernel state that it describes: {@code /run} is empty after
 * a boot, and a header with boot id and network namespace tells a journal that came from elsewhere.
 */
package io.lvsoperator.journal;
