package io.lvsoperator.model;

/**
 * An ipvs timeout that we changed.
 *
 * @param original what it was before us, in seconds
 * @param written what we wrote, in seconds; it is given back only if it still has this value
 */
public record SavedTimeout(int original, int written) {}
