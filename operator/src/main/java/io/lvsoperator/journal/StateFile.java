package io.lvsoperator.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A small file that is replaced whole. One in the state directory needs no fsync: what it describes
 * is the kernel's state, which dies in the same power failure. One that must outlive it is {@link
 * #durable}.
 */
public final class StateFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

  private final Path path;
  private final Path temporary;
  private final boolean durable;

  /** Names a file that need not outlive the kernel; nothing is touched. */
  public StateFile(Path directory, String name) {
    this(directory, name, false);
  }

  private StateFile(Path directory, String name, boolean durable) {
    this.durable = durable;
    this.path = directory.resolve(name);
    this.temporary = directory.resolve(name + ".new");
  }

  /**
   * {@return a file that is on the disk when it is written} Nothing is touched; its directory is
   * made when it is first written.
   */
  public static StateFile durable(Path directory, String name) {
    return new StateFile(directory, name, true);
  }

  /** {@return where it is} */
  public Path path() {
    return path;
  }

  /**
   * {@return the content, or empty if there is no file}
   *
   * @throws JournalException if it cannot be read
   */
  public Optional<String> read() {
    try {
      return Optional.of(new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("cannot read", e);
    }
  }

  /**
   * Replaces the content: readers see the old or the new one.
   *
   * @throws JournalException if it cannot be written; the old content stays then
   */
  public void write(String content) {
    try {
      if (durable) {
        Files.createDirectories(path.getParent());
      }
      Files.deleteIfExists(temporary);
      Files.createFile(temporary, OWNER_ONLY);
      Files.writeString(temporary, content, StandardOpenOption.WRITE);
      sync(temporary, StandardOpenOption.WRITE);
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      sync(path.getParent(), StandardOpenOption.READ); // the new name, too
    } catch (IOException e) {
      throw failed("cannot write", e);
    }
  }

  private void sync(Path written, OpenOption how) throws IOException {
    if (durable) {
      try (FileChannel channel = FileChannel.open(written, how)) {
        channel.force(true);
      }
    }
  }

  /**
   * Moves the file aside, to the same name with {@code .void}; one from an earlier time is lost.
   *
   * @return where it is now
   * @throws JournalException if that fails
   */
  public Path moveAside() {
    Path aside = path.resolveSibling(path.getFileName() + ".void");
    try {
      return Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed("cannot move aside", e);
    }
  }

  /**
   * Deletes the file and what an interrupted write left.
   *
   * @throws JournalException if that fails
   */
  public void delete() {
    try {
      Files.deleteIfExists(temporary);
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw failed("cannot delete", e);
    }
  }

  private JournalException failed(String what, IOException e) {
    return new JournalException(
        "%s %s (%s): is the state directory there, writable and not full?".formatted(what, path, e),
        e);
  }
}
