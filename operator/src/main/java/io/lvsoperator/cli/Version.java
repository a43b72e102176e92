package io.lvsoperator.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** This program's version, from the jar's manifest. */
final class Version implements IVersionProvider {
  /** {@return the version, or {@code development} outside of the jar} */
  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"lvs-operator " + text()};
  }
}
