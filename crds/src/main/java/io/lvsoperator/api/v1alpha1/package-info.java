/**
 * The custom resources of group {@code lvsoperator.io}, version {@code v1alpha1}, as immutable
 * values.
 *
 * <p>The contract is the hand-written YAML beside this module ({@code crds/*.yaml}); these records
 * mirror it and a test holds the two together. They are deliberately tolerant, because one object
 * that cannot be read would stop a whole informer and an agent may be older than the CRDs of its
 * cluster: unknown fields are ignored, unknown enum values are kept as text ({@link
 * io.lvsoperator.api.v1alpha1.Lenient}), absent and {@code null} collections are empty, absent
 * fields have the schema's default (so that files that never saw an API server mean the same).
 * Nothing here is ever {@code null}.
 */
package io.lvsoperator.api.v1alpha1;
