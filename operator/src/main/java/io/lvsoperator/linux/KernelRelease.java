package io.lvsoperator.linux;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel's release. Only for what cannot be asked otherwise: distributions backport.
 *
 * @param major such as 6
 * @param minor such as 1
 */
record KernelRelease(int major, int minor) {
  private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);

  /** From the text of {@code uname -r}; 0.0 for text of another form. */
  static KernelRelease parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? new KernelRelease(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : new KernelRelease(0, 0);
  }

  boolean atLeast(int wantedMajor, int wantedMinor) {
    return major > wantedMajor || major == wantedMajor && minor >= wantedMinor;
  }
}
