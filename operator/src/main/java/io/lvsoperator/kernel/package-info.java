/** The ports through which the kernel is read and changed, in the domain's values. */
package io.lvsoperator.kernel;
