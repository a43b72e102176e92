/**
 * The verdicts: small policies, each about one thing, in chains that {@link
 * io.lvsoperator.translate.policy.Policies} lists in one place.
 */
package io.lvsoperator.translate.policy;
