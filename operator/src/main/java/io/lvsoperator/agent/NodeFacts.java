package io.lvsoperator.agent;

/**
 * What an agent says about itself and its machine.
 *
 * @param nodeName the Node's name
 * @param machineId what names the machine over reboots; empty where nothing does
 * @param bootId the kernel's boot id
 * @param kernelRelease as {@code uname -r} prints it
 * @param agentVersion of this program
 */
public record NodeFacts(
    String nodeName, String machineId, String bootId, String kernelRelease, String agentVersion) {}
