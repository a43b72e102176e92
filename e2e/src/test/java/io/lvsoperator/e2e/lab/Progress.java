package io.lvsoperator.e2e.lab;

import java.util.Locale;
import java.util.function.Supplier;

/** Says what is being done and how long it took. */
final class Progress {

  void step(String name, Runnable work) {
    step(
        name,
        () -> {
          work.run();
          return true;
        });
  }

  <T> T step(String name, Supplier<T> work) {
    long begin = System.nanoTime();
    System.out.print("-- " + name + " ...");
    System.out.flush();
    try {
      T result = work.get();
      System.out.printf(Locale.ROOT, " %.1f s%n", (System.nanoTime() - begin) / 1e9);
      return result;
    } catch (RuntimeException e) {
      System.out.println(" failed");
      throw e;
    }
  }
}
