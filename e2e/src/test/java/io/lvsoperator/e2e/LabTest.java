package io.lvsoperator.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of tests on the lab: they get a {@link io.lvsoperator.e2e.bed.Bed} as parameter.
 * Afterwards every custom resource is deleted, and the next class begins when the nodes are as they
 * were.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LabExtension.class)
public @interface LabTest {

  /** The order of a class that takes long: where time is short, others come first. */
  int LATE = Integer.MAX_VALUE;

  /**
   * The nodes whose agents must run, with the controller; none means that the product is not needed
   * at all.
   */
  String[] agents() default {"lb01", "rs01", "rs02"};

  /**
   * Whether the whole suite runs it in software emulation too. With all classes it would take more
   * than the hour that it has there; asked for by name each runs on every bed.
   */
  boolean inEmulation() default true;
}
