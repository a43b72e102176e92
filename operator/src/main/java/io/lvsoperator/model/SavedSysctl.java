package io.lvsoperator.model;

/**
 * A sysctl that we changed, as the journal remembers it.
 *
 * @param original the value that stood there before us
 * @param written the value that we wrote; the original is given back only while this one still
 *     stands
 */
public record SavedSysctl(String original, String written) {}
