package io.lvsoperator.e2e.bench;

import io.lvsoperator.e2e.lab.LabBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures what the product costs, one size after another, each in a lab of its own; started by
 * e2e/bench. Prints a table and writes e2e/target/bench.json, also after a size that failed.
 */
final class Bench {
  private static final Path REPOSITORY = Path.of(System.getenv("LVS_LAB_REPOSITORY"));

  private final Figures figures = new Figures();
  private final List<String> notes = new ArrayList<>();

  private Bench() {}

  /** Arguments: the number of edits, then the sizes. */
  public static void main(String[] arguments) throws IOException {
    List<Size> sizes = Stream.of(arguments).skip(1).map(Size::parse).toList();
    List<Row> rows =
        List.of(
            new Programming(),
            new Idle(),
            new Edits(Integer.parseInt(arguments[0])),
            new ApiTraffic(),
            new Restart(),
            new Datagrams(),
            new MassChange());
    Bench bench = new Bench();
    bench.notes.add(Machine.description());
    int status = 0;
    for (Size size : sizes) {
      if (!bench.measured(size, rows)) {
        status = 1;
      }
      Files.writeString(
          REPOSITORY.resolve("e2e/target/bench.json"), bench.figures.json(bench.notes));
    }
    System.out.println();
    bench.notes.forEach(System.out::println);
    System.out.println();
    System.out.print(bench.figures.table());
    System.exit(status);
  }

  private boolean measured(Size size, List<Row> rows) throws IOException {
    String begin = Machine.load();
    Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    boolean good = true;
    try (LabBed lab = LabBed.boot()) {
      try {
        Stand stand = new Stand(lab, new Api(lab.apiAccess()), size, figures);
        Objects.create(stand);
        rows.forEach(row -> row.measure(stand));
      } catch (AssertionError | RuntimeException e) {
        Path folder = REPOSITORY.resolve("e2e/target/Bench");
        lab.describeTo(folder);
        System.out.println("FAILED: " + e);
        System.out.println("What the lab looked like: " + folder);
        good = false;
      }
    }
    notes.add("%s: %s, load %s to %s".formatted(size, began, begin, Machine.load()));
    return good;
  }
}
