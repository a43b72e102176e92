/**
 * Decides, without doing: from what is wanted and what stands in the kernel to the ordered changes
 * between the two. No clock, no input or output; time comes in as a value.
 */
package io.lvsoperator.plan;
