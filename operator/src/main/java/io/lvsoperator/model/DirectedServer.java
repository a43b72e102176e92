package io.lvsoperator.model;

/**
 * Whose a virtual server of ours is.
 *
 * @param service the LvsService
 * @param sourcePorts how many connections FULLNAT can have to one of its destinations; 0 in every
 *     other mode
 */
public record DirectedServer(ServiceRef service, int sourcePorts) {}
