package io.lvsoperator.protocol.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All states that were seen, each once. A state is kept as one int for each of its parts, the
 * part's number among the few distinct ones: some 50 bytes, whatever a part looks like.
 */
final class Packing {

  private static final int FIRST_TABLE = 1 << 16;

  private final int width;
  private final List<Map<Object, Integer>> numbers = new ArrayList<>();
  private final List<List<Object>> parts = new ArrayList<>();
  private final IntList states = new IntList();
  private int[] table = new int[FIRST_TABLE];
  private int count;

  private final Object[] from;
  private final int[] fromIds;
  private final Object[] to;
  private final int[] toIds;

  Packing(int width) {
    this.width = width;
    for (int i = 0; i < width; i++) {
      numbers.add(new HashMap<>());
      parts.add(new ArrayList<>());
    }
    from = new Object[width];
    fromIds = new int[width];
    to = new Object[width];
    toIds = new int[width];
  }

  /** {@return how many states there are} */
  int size() {
    return count;
  }

  /** {@return the state of this number; the next {@link #add} is cheap for what it leads to} */
  World get(int state) {
    long at = (long) state * width;
    for (int i = 0; i < width; i++) {
      fromIds[i] = states.get(at + i);
      from[i] = parts.get(i).get(fromIds[i]);
    }
    return World.of(from);
  }

  /** {@return the number of this state, which is {@link #size} as it was if the state is new} */
  int add(World world) {
    world.into(to);
    for (int i = 0; i < width; i++) {
      toIds[i] = to[i] == from[i] ? fromIds[i] : number(i, to[i]);
    }
    int slot = slot(Arrays.hashCode(toIds));
    while (table[slot] != 0) {
      if (isAt(table[slot] - 1)) {
        return table[slot] - 1;
      }
      slot = slot + 1 & table.length - 1;
    }
    for (int id : toIds) {
      states.add(id);
    }
    table[slot] = ++count;
    if (count * 2L > table.length) {
      grow();
    }
    return count - 1;
  }

  private int number(int part, Object value) {
    Map<Object, Integer> known = numbers.get(part);
    Integer number = known.get(value);
    if (number == null) {
      number = known.size();
      known.put(value, number);
      parts.get(part).add(value);
    }
    return number;
  }

  private boolean isAt(int state) {
    long at = (long) state * width;
    for (int i = 0; i < width; i++) {
      if (states.get(at + i) != toIds[i]) {
        return false;
      }
    }
    return true;
  }

  private int slot(int hash) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ mixed >>> 15) & table.length - 1;
  }

  private void grow() {
    int[] old = table;
    table = new int[old.length * 2];
    int[] ids = new int[width];
    for (int state = 0; state < count; state++) {
      for (int i = 0; i < width; i++) {
        ids[i] = states.get((long) state * width + i);
      }
      int slot = slot(Arrays.hashCode(ids));
      while (table[slot] != 0) {
        slot = slot + 1 & table.length - 1;
      }
      table[slot] = state + 1;
    }
  }
}
