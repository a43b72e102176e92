/**
 * The node's reconciler: informers give an immutable snapshot, one serialized loop makes passes
 * over the kernel, and what came of it goes into the node's own {@code LvsNode}.
 *
 * <p>Threads: one for the passes; one that talks to the API server, so that its absence never stops
 * a pass; one for announcements; short-lived ones for probes. They share immutable values only.
 */
package io.lvsoperator.agent;
