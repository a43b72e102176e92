package io.lvsoperator.protocol.model;

import java.util.ArrayList;
import java.util.List;

/** A long list of ints in chunks, so that growing it copies nothing. */
final class IntList {

  private static final int BITS = 18;
  private static final int CHUNK = 1 << BITS;
  private static final int MASK = CHUNK - 1;

  private final List<int[]> chunks = new ArrayList<>();
  private long size;

  long size() {
    return size;
  }

  void add(int value) {
    if ((size & MASK) == 0) {
      chunks.add(new int[CHUNK]);
    }
    chunks.getLast()[(int) (size++ & MASK)] = value;
  }

  int get(long at) {
    return chunks.get((int) (at >>> BITS))[(int) (at & MASK)];
  }
}
