package io.lvsoperator.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whose each entry in the kernel is, for {@code show}, which must work without the API server: the
 * file {@code owners.json} beside the journal. Nothing depends on it; a damaged one is empty.
 */
public final class Owners {
  /** The file's name in the state directory. */
  public static final String FILE = "owners.json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final StateFile file;
  private SortedMap<String, String> current = new TreeMap<>();

  /** Makes one for this file; nothing is touched. */
  public Owners(StateFile file) {
    this.file = file;
  }

  /**
   * {@return the owner of each entry, by the entry's words in ipvsadm or ip}
   *
   * @throws JournalException if there is a file and it cannot be read
   */
  public SortedMap<String, String> read() {
    SortedMap<String, String> owners = new TreeMap<>();
    try {
      JsonNode root = MAPPER.readTree(file.read().orElse("{}"));
      root.properties().forEach(entry -> owners.put(entry.getKey(), entry.getValue().asText()));
    } catch (JsonProcessingException e) {
      owners.clear(); // a name less in show; the agent writes the file anew
    }
    current = owners;
    return Collections.unmodifiableSortedMap(owners);
  }

  /**
   * {@return the owner of this entry, as it was read or written last}
   *
   * @param entry its words in ipvsadm or ip
   */
  public Optional<String> of(String entry) {
    return Optional.ofNullable(current.get(entry));
  }

  /**
   * Writes the owners, if they differ from what was read or written last.
   *
   * @throws JournalException if they cannot be written
   */
  public void write(Map<String, String> owners) {
    if (!owners.equals(current)) {
      SortedMap<String, String> sorted = new TreeMap<>(owners);
      ObjectNode root = MAPPER.createObjectNode();
      sorted.forEach(root::put);
      file.write(root.toPrettyString() + "\n");
      current = sorted;
    }
  }

  /**
   * Deletes the file.
   *
   * @throws JournalException if that fails
   */
  public void delete() {
    file.delete();
  }
}
