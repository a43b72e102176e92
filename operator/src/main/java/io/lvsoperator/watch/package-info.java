/** What of the cluster the agent and the controller watch, the same for both. */
package io.lvsoperator.watch;
