package io.lvsoperator.e2e;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.lab.LabBed;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a parameter of type {@link Bed}. The lab is booted by the first test that asks for it
 * and lasts for the whole run; a test that fails leaves a description of the lab in
 * e2e/target/CLASS/METHOD/.
 */
public final class LabExtension implements ParameterResolver, AfterTestExecutionCallback {

  private static final ExtensionContext.Namespace LAB =
      ExtensionContext.Namespace.create(LabExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Bed.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return bed(context);
  }

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
}
