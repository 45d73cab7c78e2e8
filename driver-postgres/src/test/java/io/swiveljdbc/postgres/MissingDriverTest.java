package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.trial.Thrown;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Driver;
import java.util.Arrays;
import java.util.Properties;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A jar is missing on the class path: the message says which artifact to add. */
class MissingDriverTest {

  private static Thrown connectWith(Predicate<String> classPathEntry) throws Exception {
    URL[] entries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(classPathEntry)
            .map(MissingDriverTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader(entries, ClassLoader.getPlatformClassLoader())) {
      Driver driver =
          (Driver)
              loader.loadClass("io.swiveljdbc.SwivelDriver").getDeclaredConstructor().newInstance();
      return Thrown.by(
          () -> driver.connect("jdbc:swivel:postgresql://127.0.0.1:1/shop", new Properties()));
    }
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }

  private static boolean isPgjdbc(String entry) {
    return new File(entry).getName().startsWith("postgresql-");
  }

  /** The engine under test, as classes of this module or as its jar; never its tests. */
  private static boolean isEngine(String entry) {
    return entry.contains("driver-postgres") || entry.contains("swivel-postgres");
  }

  @Test
  void withoutPgjdbcItIsNamed() throws Exception {
    Thrown thrown = connectWith(entry -> !isPgjdbc(entry)).withState("08001");
    assertThat(thrown.exception().getMessage())
        .isEqualTo(
            "The PostgreSQL JDBC driver is not on the class path; add org.postgresql:postgresql");
  }

  @Test
  void withoutAnEngineItsKindOfArtifactIsNamed() throws Exception {
    connectWith(entry -> !isEngine(entry))
        .withState("08001")
        .saying("no engine for the database kind 'postgresql'", "io.swiveljdbc:swivel-");
  }
}
