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

  /** How long a class takes, which decides whether the whole suite has the time for it. */
  enum Length {
    /** Part of the suite on every bed. */
    USUAL,
    /** Left out in software emulation, where the suite would take more than its hour with it. */
    LONG,
    /** Left out everywhere: what it finds depends on chance, and more of it finds more. */
    LONGEST
  }

  /** What the suite leaves out runs by {@code e2e/verify --all} and by its name, on every bed. */
  Length length() default Length.USUAL;
}
