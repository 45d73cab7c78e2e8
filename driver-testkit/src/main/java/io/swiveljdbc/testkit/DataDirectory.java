package io.swiveljdbc.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A server's files, while the server is down. */
record DataDirectory(Path path, ServerAccount account) {
  private static final int CHECKPOINT_OFFSET = 32;

  /** Replaces the content by that of another directory, which a server may be changing. */
  void copyFrom(DataDirectory source, Predicate<Path> wanted) {
    try {
      clear();
      Files.walkFileTree(source.path, new Copy(source.path, wanted));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets a parameter; the last setting of a name counts. */
  void set(String name, String value) {
    String line = name + " = '" + value.replace("'", "''") + "'\n";
    write("postgresql.auto.conf", line, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
  }

  /** Makes the server a standby from its next start on. */
  void follow(String primary) {
    set("primary_conninfo", primary);
    write("standby.signal", "", StandardOpenOption.CREATE);
  }

  void write(String file, String content) {
    write(
        file,
        content,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  void makeDirectory(String name) {
    try {
      account.own(Files.createDirectories(path.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where the last checkpoint begins in the log: after a clean shutdown, the last record. Read from
   * the control file, because the binaries come without pg_controldata; its first fields have kept
   * their places since PostgreSQL 8.
   */
  long lastCheckpoint() {
    try {
      byte[] control = Files.readAllBytes(path.resolve("global/pg_control"));
      return ByteBuffer.wrap(control).order(ByteOrder.nativeOrder()).getLong(CHECKPOINT_OFFSET);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Empties the directory but keeps the directory itself: by its inode a starting server finds, and
   * reuses, the shared memory segment that its killed predecessor left behind.
   */
  private void clear() throws IOException {
    Files.createDirectories(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    account.own(path);
    try (Stream<Path> entries = Files.list(path)) {
      for (Path entry : entries.toList()) {
        Workspace.delete(entry);
      }
    }
  }

  private void write(String file, String content, StandardOpenOption... options) {
    try {
      Path target = path.resolve(file);
      Files.writeString(target, content, options);
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
      account.own(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Copy extends SimpleFileVisitor<Path> {
    private final Path source;
    private final Predicate<Path> wanted;

    Copy(Path source, Predicate<Path> wanted) {
      this.source = source;
      this.wanted = wanted;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      Path relative = source.relativize(directory);
      if (!relative.toString().isEmpty()) {
        if (!wanted.test(relative)) {
          return FileVisitResult.SKIP_SUBTREE;
        }
        account.own(Files.createDirectory(path.resolve(relative)));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Path relative = source.relativize(file);
      if (wanted.test(relative)) {
        try {
          account.own(Files.copy(file, path.resolve(relative)));
        } catch (NoSuchFileException droppedMeanwhile) {
          return FileVisitResult.CONTINUE;
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
