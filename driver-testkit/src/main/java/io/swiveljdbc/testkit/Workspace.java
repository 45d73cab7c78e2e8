package io.swiveljdbc.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The directory in which a cluster lives, and the account to which it belongs. */
record Workspace(Path directory, ServerAccount account) {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final long ROOM = 1L << 30;

  static Workspace create() throws IOException {
    Path parent = hasRoom(SHARED_MEMORY) ? SHARED_MEMORY : temporary();
    Path directory = Files.createTempDirectory(parent, "swivel-testkit-").toRealPath();
    ServerAccount account = ServerAccount.forOwnerOf(directory);
    account.own(directory);
    return new Workspace(directory, account);
  }

  /** A directory for temporary files that the servers' account can enter. */
  static Path temporary() throws IOException {
    Path configured = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
    for (Path folder = configured; folder != null; folder = folder.getParent()) {
      if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        boolean root = ServerAccount.forOwnerOf(Path.of("/proc/self")).unprivileged();
        return root ? Path.of("/tmp") : configured;
      }
    }
    return configured;
  }

  Path resolve(String name) {
    return directory.resolve(name);
  }

  DataDirectory files() {
    return new LocalDirectory(directory, account);
  }

  static void delete(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException | UncheckedIOException alreadyGone) {
      return;
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }

  private static boolean hasRoom(Path directory) throws IOException {
    return Files.isWritable(directory) && Files.getFileStore(directory).getUsableSpace() >= ROOM;
  }
}
