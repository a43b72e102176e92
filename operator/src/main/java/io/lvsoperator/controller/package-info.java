/**
 * The cluster-wide role: publishes the verdicts of the translation and what the nodes report as
 * conditions and Events. The data plane never waits for it.
 */
package io.lvsoperator.controller;
