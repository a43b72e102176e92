/**
 * The custom resources of group {@code lvsoperator.io}, version {@code v1alpha1}, as Java records.
 */
package io.lvsoperator.api.v1alpha1;
