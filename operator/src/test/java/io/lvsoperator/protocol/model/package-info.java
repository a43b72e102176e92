/**
 * The agents' protocol as an explicit-state model, explored completely: {@code
 * operator/PROTOCOL.md} tells the rules and how to read this. {@link
 * io.lvsoperator.protocol.model.World} is a state, {@link io.lvsoperator.protocol.model.Steps} are
 * all steps from it, {@link io.lvsoperator.protocol.model.Explorer} walks through them breadth
 * first.
 */
package io.lvsoperator.protocol.model;
