package io.lvsoperator.model;

/**
 * A destination as read from the kernel, with its connections.
 *
 * @param destination what is configured
 * @param activeConnections connections that the kernel counts as active: for TCP the established
 *     ones
 * @param inactiveConnections all others that it still remembers
 * @param persistentConnections templates of persistent clients
 */
public record DestinationState(
    Destination destination,
    long activeConnections,
    long inactiveConnections,
    long persistentConnections) {}
