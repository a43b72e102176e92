/**
 * What the cluster said at one moment, as values: the only input of the translation. Read from
 * informers' lists or from files alike; nothing here knows a Kubernetes client.
 */
package io.lvsoperator.translate.snapshot;
