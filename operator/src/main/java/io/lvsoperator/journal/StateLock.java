package io.lvsoperator.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One agent per state directory: a lock on {@code lock}, which the kernel gives up when its holder
 * dies. The file says who holds it.
 */
public final class StateLock implements AutoCloseable {
  /** The lock's name in the state directory. */
  public static final String FILE = "lock";

  /**
   * What this process itself holds. POSIX locks belong to the process, and closing any descriptor
   * of the file gives them up: so a file that we hold must not even be opened again.
   */
  private static final Map<Path, String> HELD_HERE = new ConcurrentHashMap<>();

  private final Path path;
  private final FileChannel channel;

  private StateLock(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** What came of trying to take the lock. */
  public sealed interface Attempt {
    /** It is ours until it is closed. */
    record Taken(StateLock lock) implements Attempt {}

    /**
     * Somebody has it.
     *
     * @param holder who, such as {@code agent of node lb01, process 4711}
     */
    record Held(String holder) implements Attempt {}
  }

  /**
   * Tries to take the lock, without waiting.
   *
   * @param directory the state directory, made if need be
   * @param holder what others shall read about us
   * @throws JournalException if the directory cannot be used
   */
  public static Attempt tryTake(Path directory, String holder) {
    Path path = directory.resolve(FILE).toAbsolutePath().normalize();
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      String here = HELD_HERE.putIfAbsent(path, holder);
      return here != null ? new Attempt.Held(here) : take(path, holder);
    } catch (IOException e) {
      throw new JournalException(
          "cannot lock %s (%s): is the state directory there and writable?".formatted(path, e), e);
    }
  }

  private static Attempt take(Path path, String holder) throws IOException {
    boolean taken = false;
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        return new Attempt.Held(text(channel));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)), 0);
      taken = true;
      return new Attempt.Taken(new StateLock(path, channel));
    } finally {
      if (!taken) {
        HELD_HERE.remove(path);
        channel.close();
      }
    }
  }

  private static String text(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1024);
    channel.read(buffer, 0);
    String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
    return Optional.of(text).filter(t -> !t.isEmpty()).orElse("somebody who left no name");
  }

  /**
   * Deletes the lock's file and gives it up: the last act of who gives a node back.
   *
   * @throws JournalException if it cannot be deleted
   */
  public void delete() {
    try {
      Files.delete(path);
    } catch (NoSuchFileException e) {
      // somebody was quicker, and that is what was wanted
    } catch (IOException e) {
      throw new JournalException("cannot delete " + path + " (" + e + ")", e);
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new JournalException("cannot give up " + path + " (" + e + ")", e);
    } finally {
      HELD_HERE.remove(path);
    }
  }
}
