package io.lvsoperator.journal;

import io.lvsoperator.kernel.PacketTableMemo;
import io.lvsoperator.model.Change;
import io.lvsoperator.model.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * The journal in the state directory, {@code journal.json}. A write happens only when something
 * changes. Not for several threads at once.
 */
public final class JournalStore implements Journal, PacketTableMemo {
  /** The journal's name in the state directory. */
  public static final String FILE = "journal.json";

  private final StateFile file;
  private final Optional<Void> voided;
  private JournalContent content;
  private Ownership earlier;
  private boolean kernelKeepsProtocol = true;

  /**
   * A journal that was found and is not used.
   *
   * @param why what is wrong with it
   * @param ofThisKernel whether it may have listed something that stands here
   */
  public record Void(String why, boolean ofThisKernel) {}

  private JournalStore(StateFile file, JournalContent content, Optional<Void> voided) {
    this.file = file;
    this.content = content;
    this.earlier = content.ownership();
    this.voided = voided;
  }

  /**
   * Opens the journal for writing. One that is void here is moved aside and counts as empty: never
   * is half of it used.
   *
   * @param directory the state directory, made if need be
   * @param here what this boot and network namespace are
   * @throws JournalException if the directory cannot be used
   */
  public static JournalStore open(Path directory, JournalHeader here) {
    makeDirectory(directory);
    JournalStore store = read(directory, here);
    if (store.voided.isPresent()) {
      store.file.moveAside();
    }
    return store;
  }

  /**
   * Reads the journal and leaves everything as it stands; a directory that is not there is an empty
   * journal. What is returned can be written to, but is not meant to be.
   *
   * @throws JournalException if there is a journal and it cannot be read
   */
  public static JournalStore read(Path directory, JournalHeader here) {
    StateFile file = new StateFile(directory, FILE);
    JournalContent empty = new JournalContent(here, Ownership.NONE, Optional.empty());
    Optional<String> text = file.read();
    if (text.isEmpty()) {
      return new JournalStore(file, empty, Optional.empty());
    }
    try {
      JournalContent found = JournalContent.parse(text.get());
      Optional<Void> why = found.header().voidedBy(here).map(w -> new Void(w, false));
      return new JournalStore(file, why.isPresent() ? empty : found, why);
    } catch (IllegalArgumentException e) {
      return new JournalStore(file, empty, Optional.of(new Void(e.getMessage(), true)));
    }
  }

  /**
   * {@return why the journal that was found is void, if it is} What it listed is not known to be
   * ours then.
   */
  public Optional<Void> voided() {
    return voided;
  }

  /** {@return where the journal is} */
  public Path path() {
    return file.path();
  }

  /** {@return the cluster for which the journal was begun, once it is known} */
  public Optional<String> cluster() {
    return content.header().cluster();
  }

  /** Notes which cluster it is, the first time; written with the next change. */
  public void cluster(String uid) {
    JournalHeader header = content.header();
    if (header.cluster().isEmpty()) {
      JournalHeader known =
          new JournalHeader(header.bootId(), header.networkNamespace(), Optional.of(uid));
      content = new JournalContent(known, content.ownership(), content.packetTable());
    }
  }

  /** Says that the kernel forgets the labels on addresses (before 5.18), or that it keeps them. */
  public void kernelKeepsProtocol(boolean keeps) {
    kernelKeepsProtocol = keeps;
  }

  @Override
  public Ownership ownership() {
    return content.ownership();
  }

  @Override
  public void before(List<Change> changes) {
    earlier = content.ownership();
    keep(Ledger.before(earlier, changes, kernelKeepsProtocol));
  }

  @Override
  public void after(List<Change> done, List<Change> refused) {
    keep(Ledger.after(content.ownership(), earlier, done, refused));
  }

  @Override
  public Optional<Entry> load() {
    return content.packetTable();
  }

  @Override
  public void store(Entry entry) {
    remember(Optional.of(entry));
  }

  @Override
  public void clear() {
    remember(Optional.empty());
  }

  /**
   * Deletes the journal.
   *
   * @throws JournalException if that fails
   */
  public void delete() {
    file.delete();
  }

  private void remember(Optional<Entry> entry) {
    if (!entry.equals(content.packetTable())) {
      write(new JournalContent(content.header(), content.ownership(), entry));
    }
  }

  private void keep(Ownership ownership) {
    if (!ownership.equals(content.ownership())) {
      write(new JournalContent(content.header(), ownership, content.packetTable()));
    }
  }

  private void write(JournalContent next) {
    file.write(next.text());
    content = next;
  }

  private static void makeDirectory(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new JournalException(
          "cannot make the state directory %s (%s): name another with --state-dir"
              .formatted(directory, e),
          e);
    }
  }
}
