/**
 * The names of all metrics in one place, and the HTTP server that serves them beside the probes.
 * Counters of the kernel are read when they are asked for.
 */
package io.lvsoperator.metrics;
