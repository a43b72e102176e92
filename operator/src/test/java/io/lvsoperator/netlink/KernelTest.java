package io.lvsoperator.netlink;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that changes the kernel of its JVM's network namespace: it needs root, a kernel with
 * ip_vs, and a namespace that nobody else uses.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("kernel")
@ExtendWith(FreshNamespace.class)
public @interface KernelTest {}
