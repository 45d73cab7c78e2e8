package io.swiveljdbc.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
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
  /** Replaces the content by that of another directory, which a server may be changing. */
  void copyFrom(DataDirectory source, Predicate<Path> wanted) {
    try {
      clear();
      Files.walkFileTree(source.path, new Copy(source.path, wanted));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String file, String content) {
    write(
        file,
        content,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  void append(String file, String content) {
    write(file, content, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
  }

  void makeDirectory(String name) {
    try {
      account.own(Files.createDirectories(path.resolve(name)));
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
