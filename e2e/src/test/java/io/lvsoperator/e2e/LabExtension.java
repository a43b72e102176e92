package io.lvsoperator.e2e;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.lab.LabBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Boots the lab when the first class of tests asks for it, keeps it for the whole run, and starts
 * the product when the first class needs it. A test that fails leaves a description of the lab in
 * e2e/target/CLASS/METHOD/.
 */
final class LabExtension
    implements ExecutionCondition,
        ParameterResolver,
        BeforeAllCallback,
        AfterAllCallback,
        AfterTestExecutionCallback {

  /** In software emulation no class begins later than this: the whole suite has an hour there. */
  private static final Duration EMULATED = Duration.ofMinutes(42);

  /** Why a class is left out that the other lab runs. */
  static final String ELSEWHERE = "the other lab runs it";

  private static final ExtensionContext.Namespace LAB =
      ExtensionContext.Namespace.create(LabExtension.class);

  /** A lab that could not be booted is not tried again by every test. */
  private record Booted(Optional<LabBed> bed, Optional<RuntimeException> failure)
      implements AutoCloseable {

    static Booted boot() {
      try {
        return new Booted(Optional.of(LabBed.boot()), Optional.empty());
      } catch (RuntimeException e) {
        return new Booted(Optional.empty(), Optional.of(e));
      }
    }

    @Override
    public void close() {
      bed.ifPresent(LabBed::close);
    }
  }

  private static LabBed bed(ExtensionContext context) {
    Booted booted =
        context
            .getRoot()
            .getStore(LAB)
            .computeIfAbsent(Booted.class, key -> Booted.boot(), Booted.class);
    return booted
        .bed()
        .orElseThrow(
            () ->
                new IllegalStateException("the lab does not boot", booted.failure().orElseThrow()));
  }

  private static String[] agents(ExtensionContext context) {
    return annotation(context).agents();
  }

  private static LabTest annotation(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getRequiredTestClass(), LabTest.class)
        .orElseThrow();
  }

  private static boolean isEmulated() {
    return "tcg".equals(System.getenv("LVS_LAB_BED"));
  }

  /** Whether the whole suite, which LVS_LAB_BEGUN says when it began, has no time left. */
  private static boolean isLate() {
    Instant begun = Instant.ofEpochSecond(Long.parseLong(System.getenv("LVS_LAB_BEGUN")));
    return Instant.now().isAfter(begun.plus(EMULATED));
  }

  private static boolean hasTimeFor(LabTest.Length length) {
    boolean all = System.getenv("LVS_LAB_ALL") != null;
    return all
        || switch (length) {
          case USUAL -> !isEmulated() || !isLate();
          case LONG -> !isEmulated();
          case LONGEST -> false;
        };
  }

  /**
   * Where two labs share the classes, each takes the next one that the other has not taken: a file
   * in the folder LVS_LAB_CLAIMS says who has which.
   */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String folder = System.getenv("LVS_LAB_CLAIMS");
    if (folder == null || context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled("nobody else runs it");
    }
    Path claim = Path.of(folder, context.getRequiredTestClass().getSimpleName());
    try {
      Files.createFile(claim);
      return hasTimeFor(annotation(context).length())
          ? ConditionEvaluationResult.enabled("claimed")
          : ConditionEvaluationResult.disabled(
              "the suite would take more than an hour: e2e/verify " + claim.getFileName());
    } catch (FileAlreadyExistsException e) {
      return ConditionEvaluationResult.disabled(ELSEWHERE);
    } catch (IOException e) {
      throw new UncheckedIOException("claim " + claim, e);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Bed.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    LabBed bed = bed(context);
    if (agents(context).length > 0) {
      bed.startProduct(agents(context));
    }
    return bed;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    System.out.println("== " + context.getRequiredTestClass().getSimpleName());
    context.getStore(LAB).put(Instant.class, Instant.now());
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      Path folder =
          Path.of(System.getenv("LVS_LAB_REPOSITORY"), "e2e", "target")
              .resolve(context.getRequiredTestClass().getSimpleName())
              .resolve(context.getRequiredTestMethod().getName());
      bed(context).describeTo(folder);
      System.out.println("   what the lab looked like: " + folder);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (agents(context).length > 0) {
      bed(context).reset();
    }
    Duration took =
        Duration.between(context.getStore(LAB).get(Instant.class, Instant.class), Instant.now());
    System.out.printf(
        "== %s took %d s%n", context.getRequiredTestClass().getSimpleName(), took.toSeconds());
  }
}
