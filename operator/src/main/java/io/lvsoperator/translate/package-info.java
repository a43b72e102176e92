/**
 * Custom resources, Nodes and the nodes' reports to verdicts and to the intent of each node: one
 * pure function, the same in every agent, in the controller and in a plan from files.
 */
package io.lvsoperator.translate;
