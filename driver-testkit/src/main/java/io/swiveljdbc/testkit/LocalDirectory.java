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
import java.util.Set;
import java.util.stream.Stream;

/** Files on this machine. */
record LocalDirectory(Path path, ServerAccount account) implements DataDirectory {
  @Override
  public void copyFrom(DataDirectory source, Set<String> without) {
    try {
      clear();
      Files.walkFileTree(source.path(), new Copy(source.path(), without));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(String file, String content) {
    write(
        file,
        content,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  @Override
  public void append(String file, String content) {
    write(file, content, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
  }

  @Override
  public byte[] read(String file) {
    try {
      return Files.readAllBytes(path.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean has(String file) {
    return Files.exists(path.resolve(file));
  }

  @Override
  public void delete(String file) {
    try {
      Files.deleteIfExists(path.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void makeDirectory(String name) {
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
    private final Set<String> without;

    Copy(Path source, Set<String> without) {
      this.source = source;
      this.without = without;
    }

    private boolean isWanted(Path relative) {
      String top = relative.getName(0).toString();
      return !without.contains(relative.getNameCount() == 1 ? top : top + "/*");
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      Path relative = source.relativize(directory);
      if (!relative.toString().isEmpty()) {
        if (!isWanted(relative)) {
          return FileVisitResult.SKIP_SUBTREE;
        }
        account.own(Files.createDirectory(path.resolve(relative)));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Path relative = source.relativize(file);
      if (isWanted(relative)) {
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
