package io.lvsoperator.agent;

import io.lvsoperator.journal.IntentFile;
import io.lvsoperator.journal.JournalException;
import io.lvsoperator.protocol.Memory;
import io.lvsoperator.protocol.NodeMemory;
import io.lvsoperator.protocol.Request;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what this node remembers of the protocol: in a file that outlives a reboot, and beside the
 * journal, which outlives the loss of that file. It is written before anything follows from it.
 */
public final class MemoryStore {
  /** The name of both files. */
  public static final String FILE = "requests.json";

  private static final Logger LOG = LoggerFactory.getLogger(MemoryStore.class);

  private final IntentFile durable;
  private final IntentFile beside;
  private final NodeFacts facts;
  private Optional<String> trouble = Optional.empty();
  private boolean found;
  private Memory written = Memory.NOTHING;

  /**
   * Names the files; nothing is touched.
   *
   * @param durable outlives a reboot
   * @param beside stands beside the journal
   */
  public MemoryStore(IntentFile durable, IntentFile beside, NodeFacts facts) {
    this.durable = durable;
    this.beside = beside;
    this.facts = facts;
  }

  /**
   * {@return what is on disk}
   *
   * @param cluster the cluster of which the journal speaks, if it knows one: of another cluster
   *     nothing is used
   */
  Memory read(Optional<String> cluster) {
    Optional<Memory> memory = read(durable, cluster).or(() -> read(beside, cluster));
    found = memory.isPresent();
    written = memory.orElse(Memory.NOTHING);
    return written;
  }

  /** {@return whether there was a file that could be used} */
  boolean found() {
    return found;
  }

  private Optional<Memory> read(IntentFile file, Optional<String> cluster) {
    return switch (file.read(facts.machineId(), facts.nodeName())) {
      case IntentFile.Found.Nothing _ -> Optional.empty();
      case IntentFile.Found.Unusable unusable -> ignored(file, unusable.why());
      case IntentFile.Found.Saved(IntentFile.Header header, String content) -> {
        if (cluster.filter(c -> !c.equals(header.cluster())).isPresent()) {
          yield ignored(file, "it was written for another cluster than the journal");
        }
        try {
          yield Optional.of(MemoryJson.parse(content));
        } catch (IllegalArgumentException e) {
          yield ignored(file, e.getMessage());
        }
      }
    };
  }

  private Optional<Memory> ignored(IntentFile file, String why) {
    LOG.warn("{} is ignored: {}", file.path(), why);
    trouble = Optional.of(file.path() + " was ignored at the start: " + why);
    return Optional.empty();
  }

  /**
   * Writes what differs from what is on disk. One of the two files is enough to go on.
   *
   * @param cluster the UID of the cluster
   * @throws JournalException if neither can be written
   */
  void write(Memory memory, String cluster) {
    if (memory.equals(written)) {
      return;
    }
    IntentFile.Header header = new IntentFile.Header(cluster, facts.machineId(), facts.nodeName());
    String text = MemoryJson.text(memory);
    Optional<JournalException> first = tryWrite(durable, header, text);
    Optional<JournalException> second = tryWrite(beside, header, text);
    if (first.isPresent() && second.isPresent()) {
      throw first.get();
    }
    trouble = first.map(e -> String.valueOf(e.getMessage()));
    written = memory;
  }

  private static Optional<JournalException> tryWrite(
      IntentFile file, IntentFile.Header header, String text) {
    try {
      file.write(header, text);
      return Optional.empty();
    } catch (JournalException e) {
      return Optional.of(e);
    }
  }

  /**
   * {@return what this node honours as a real server, by its disk; empty where that tells nothing}
   *
   * @param cluster the cluster of which the journal speaks, if it knows one
   */
  public Optional<List<Request>> honoured(Optional<String> cluster) {
    Memory memory = read(cluster);
    return found
        ? Optional.of(
            memory.honoured().honoured().values().stream()
                .map(NodeMemory.Honoured::request)
                .toList())
        : Optional.empty();
  }

  /** {@return what is wrong with the files, for people} */
  Optional<String> trouble() {
    return trouble;
  }

  /** Deletes both files. */
  public void delete() {
    durable.delete();
    beside.delete();
  }
}
