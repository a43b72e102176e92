/**
 * The lab: one kernel in which each node is a set of namespaces, and a real API server beside it.
 * The kernel is this machine's, or that of a guest; in all cases the same small daemon (e2e/labd)
 * carries out commands in the nodes.
 */
package io.lvsoperator.e2e.lab;
