package io.lvsoperator.model;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An immutable list whose elements are found by a key. The index is built by the first look-up.
 *
 * @param <K> the key; where several elements have one, the first is found
 * @param <V> the elements
 */
public final class Indexed<K, V> extends AbstractList<V> {
  private final Function<? super V, ? extends K> key;
  private final List<V> elements;
  private Map<K, V> index = Map.of();

  private Indexed(Function<? super V, ? extends K> key, List<V> elements) {
    this.key = key;
    this.elements = elements;
  }

  /** {@return these elements in their order, found by this key} */
  public static <K, V> Indexed<K, V> by(
      Function<? super V, ? extends K> key, List<? extends V> elements) {
    return new Indexed<>(key, List.copyOf(elements));
  }

  /** {@return the element with this key, if there is one} */
  public Optional<V> find(K wanted) {
    return Optional.ofNullable(index().get(wanted));
  }

  /** Two threads at worst build the same index twice. */
  private Map<K, V> index() {
    Map<K, V> built = index;
    if (built.size() == 0 && !elements.isEmpty()) {
      Map<K, V> fresh = new HashMap<>();
      elements.forEach(element -> fresh.putIfAbsent(key.apply(element), element));
      built = Map.copyOf(fresh);
      index = built;
    }
    return built;
  }

  @Override
  public V get(int position) {
    return elements.get(position);
  }

  @Override
  public int size() {
    return elements.size();
  }
}
