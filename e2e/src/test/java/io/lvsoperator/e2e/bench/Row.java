package io.lvsoperator.e2e.bench;

/** One thing that is measured. */
interface Row {

  /** Measures it with the objects of the stand in place, and leaves them as they were. */
  void measure(Stand stand);
}
