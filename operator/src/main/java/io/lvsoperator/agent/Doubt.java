package io.lvsoperator.agent;

/**
 * Why this agent acts on less than it should know, for the condition {@code ClusterKnown}.
 *
 * @param reason one CamelCase word
 * @param message a sentence for a person
 */
record Doubt(String reason, String message) {}
