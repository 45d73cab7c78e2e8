package io.swiveljdbc.benchmarks.outage;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Stream;

/** Where and on what it was measured: what a figure is worth nothing without. */
final class Surroundings {
  private Surroundings() {}

  static String describe(Engine engine, String serverVersion, boolean tls) {
    return String.format(
        Locale.ROOT,
        "%s UTC; %d CPUs (%s), load average %.1f at the beginning; JDK %s; %s (%s), TLS %s;"
            + " driver %s; HikariCP %s",
        LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES),
        Runtime.getRuntime().availableProcessors(),
        processor(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.version(),
        serverVersion,
        engine.word(),
        tls ? "on" : "off",
        driver(engine),
        hikari());
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.replaceFirst(".*:\\s*", ""))
          .findFirst()
          .orElse("unknown");
    } catch (IOException notLinux) {
      return System.getProperty("os.arch");
    }
  }

  /** Of the jar's name: its manifest says only "42.7". */
  private static String hikari() {
    return fromJarName(HikariDataSource.class);
  }

  private static String driver(Engine engine) {
    return DriverManager.drivers()
        .filter(driver -> driver.getClass().getName().equals(engine.driver()))
        .map(driver -> fromJarName(driver.getClass()))
        .findFirst()
        .orElse("unknown");
  }

  private static String fromJarName(Class<?> type) {
    String jar = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return jar.replaceFirst(".*-(\\d[^/]*)\\.jar$", "$1");
  }
}
