/**
 * The domain as values: virtual servers, destinations, addresses, routes and rules, without
 * Kubernetes, input or output.
 */
package io.lvsoperator.model;
