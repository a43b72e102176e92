package io.lvsoperator.model;

/**
 * A real server as a service's director sees it.
 *
 * @param name the RealServer object
 * @param address where it is
 * @param weight what its owner asked for, 0 where it drains
 * @param upperThreshold most connections, 0 for no limit
 * @param lowerThreshold when an overloaded one gets connections again, 0 for the kernel's choice
 * @param eligibility whether it may get connections yet
 */
public record Backend(
    ServiceRef name,
    IpAddress address,
    int weight,
    int upperThreshold,
    int lowerThreshold,
    Eligibility eligibility) {}
