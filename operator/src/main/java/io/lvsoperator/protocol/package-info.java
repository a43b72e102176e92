/**
 * The agents' protocol: a director asks, a real server's node answers. Between one director and one
 * node stands one {@code ForwardingRequest}: its spec is a {@link io.lvsoperator.protocol.Request},
 * its status an {@link io.lvsoperator.protocol.Answer}. What each side remembers is a value, and
 * each step is a pure function of it. {@code operator/PROTOCOL.md} tells the rules; a model that is
 * explored exhaustively tests them.
 */
package io.lvsoperator.protocol;
