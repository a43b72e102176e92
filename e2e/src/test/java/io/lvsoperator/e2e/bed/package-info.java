/**
 * What a test may ask of the machines it runs on. Tests know only this package; where the nodes
 * really are (namespaces of a guest kernel, of this machine, later a real cluster) is the business
 * of an implementation.
 */
package io.lvsoperator.e2e.bed;
