/**
 * Conditions and Events: how they are made, when they change, and when nothing is to be written.
 */
package io.lvsoperator.status;
