/**
 * What a node can do, and what stands in the way: facts in, findings out. Pure; the facts are read
 * elsewhere.
 */
package io.lvsoperator.doctor;
