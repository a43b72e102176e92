package io.lvsoperator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Arrays;

/** Which package may know which: the table of the design, as rules. */
@AnalyzeClasses(packages = "io.lvsoperator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.lvsoperator.";

  private static ArchRule only(String owner, String... allowed) {
    String[] packages = Arrays.stream(allowed).map(p -> ROOT + p + "..").toArray(String[]::new);
    DescribedPredicate<JavaClass> ours = resideInAnyPackage("io.lvsoperator..");
    DescribedPredicate<JavaClass> itself = resideInAnyPackage(ROOT + owner + "..");
    DescribedPredicate<JavaClass> others = resideInAnyPackage(packages);
    return noClasses()
        .that()
        .resideInAPackage(ROOT + owner + "..")
        .should()
        .dependOnClassesThat(
            ours.and(DescribedPredicate.not(itself)).and(DescribedPredicate.not(others)))
        .as(owner + " knows only " + String.join(", ", allowed))
        .allowEmptyShould(true);
  }

  @ArchTest static final ArchRule modelKnowsNobody = only("model");
  @ArchTest static final ArchRule translate = only("translate", "model", "protocol", "api");
  @ArchTest static final ArchRule protocol = only("protocol", "model");
  @ArchTest static final ArchRule plan = only("plan", "model");
  @ArchTest static final ArchRule kernel = only("kernel", "model");

  /** The journal also keeps the packet table's memo for the kernel's port of that name. */
  @ArchTest static final ArchRule journal = only("journal", "model", "kernel");

  @ArchTest static final ArchRule ffm = only("ffm");
  @ArchTest static final ArchRule netlink = only("netlink", "ffm");

  @ArchTest static final ArchRule doctor = only("doctor", "model");

  /**
   * Packet sockets and the lock of a network namespace are libc's, not netlink's; the survey of a
   * node fills the doctor's record of facts.
   */
  @ArchTest
  static final ArchRule linux = only("linux", "kernel", "model", "netlink", "ffm", "doctor");

  @ArchTest static final ArchRule health = only("health", "model");
  @ArchTest static final ArchRule ha = only("ha", "model");
  @ArchTest static final ArchRule status = only("status", "api");

  @ArchTest
  static final ArchRule controller =
      only("controller", "api", "model", "protocol", "translate", "status", "watch");

  @ArchTest static final ArchRule watch = only("watch", "api");

  @ArchTest static final ArchRule metrics = only("metrics", "kernel", "model");

  @ArchTest
  static final ArchRule onlyFfmCallsForeignFunctions =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "ffm..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign..");

  @ArchTest
  static final ArchRule decidingIsPure =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "model..", ROOT + "plan..", ROOT + "translate..", ROOT + "doctor..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.net.http..",
              "org.slf4j..",
              "io.fabric8.kubernetes.client..",
              "io.javaoperatorsdk..",
              "io.micrometer..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule decidingHasNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "model..", ROOT + "plan..", ROOT + "translate..", ROOT + "doctor..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheCommandLineMakesLinuxAdapters =
      classes()
          .that()
          .resideInAPackage(ROOT + "linux..")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAnyPackage(ROOT + "linux..", ROOT + "cli..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule noCycles =
      SlicesRuleDefinition.slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingIsNamedAfterWhatItDoesInGeneral =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager");
}
