package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A MySQL laid out as a package or an archive does it: {@code sbin/mysqld}, {@code
 * lib/mysql/plugin} and {@code share/mysql}, found by where the program is and by nothing else. Its
 * files are those of the MySQL that is fetched.
 */
final class InstalledMysqlTest {
  private Workspace workspace;
  private Path fetched;
  private Path installation;

  @BeforeEach
  void install() throws IOException {
    workspace = Workspace.create();
    LocalMachine machine = new LocalMachine(workspace);
    fetched =
        MysqlProgram.find(System.getenv(), machine, List.of()).path().resolve("../..").normalize();
    assumeThat(fetched.resolve("usr/sbin/mysqld")).as("MySQL is fetched").exists();
    installation = workspace.resolve("opt my");
    program("sbin/mysqld", "usr/sbin/mysqld");
    Files.createDirectories(installation.resolve("share"));
    Files.createSymbolicLink(
        installation.resolve("share/mysql"), fetched.resolve("usr/share/mysql"));
    Path plugins = Files.createDirectories(installation.resolve("lib/mysql/plugin"));
    for (String plugin : MysqlReplication.PLUGINS) {
      Files.createSymbolicLink(
          plugins.resolve(plugin), fetched.resolve("usr/lib/mysql/plugin").resolve(plugin));
    }
  }

  @AfterEach
  void delete() throws IOException {
    Workspace.delete(workspace.directory());
  }

  @Test
  void aClusterRunsOnWhatStandsBesideAProgramThatALinkNames() throws IOException {
    Path link = workspace.resolve("mysqld-of-mine");
    Files.createSymbolicLink(link, installation.resolve("sbin/mysqld"));

    try (MysqlCluster cluster = builder(link).readers(1).start()) {
      assertThat(cluster.query(cluster.writer(), "SELECT @@plugin_dir"))
          .isEqualTo(installation.resolve("lib/mysql/plugin") + "/");
      cluster.kill(cluster.writer());
      cluster.failOver();
      cluster.heal();
    }
  }

  @Test
  void aPluginThatIsNotThereIsNamedBeforeAnythingStarts() {
    MysqlClusterBuilder builder = builder(installation.resolve("sbin/mysqld"));
    assertThatThrownBy(() -> builder.readers(2).groupReplication(true).start())
        .isInstanceOf(LocalClusterException.class)
        .hasMessageStartingWith("SWIVEL_MYSQLD is to name a mysqld")
        .hasMessageContaining(
            "It has no group_replication.so in " + installation.resolve("lib/mysql/plugin"));
  }

  @Test
  void anotherProgramOfMysqlIsRefusedThoughItsVersionIsTheSame() throws IOException {
    Path client = program("bin/mysql", "usr/bin/mysql");
    assertThatThrownBy(() -> builder(client).start())
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining(client + " is not MySQL's server: ");
  }

  @Test
  void whatIsNoProgramIsRefused() throws IOException {
    Path folder = installation.resolve("sbin");
    Path text = Files.createFile(folder.resolve("mysqld.txt"));
    for (Path path : List.of(folder, text)) {
      assertThatThrownBy(() -> builder(path).start())
          .isInstanceOf(LocalClusterException.class)
          .hasMessageContaining(path + " is no program");
    }
  }

  private MysqlClusterBuilder builder(Path program) {
    // The data that it makes is kept here too: nobody has this installation again.
    String cache = workspace.resolve("cache").toString();
    return MysqlCluster.builder()
        .environment(Map.of("SWIVEL_MYSQLD", program.toString(), "SWIVEL_TESTKIT_CACHE", cache));
  }

  /** A program that takes itself for installed here, whatever C library this machine has. */
  private Path program(String path, String original) throws IOException {
    Path libraries;
    try (Stream<Path> files = Files.walk(fetched.resolve("usr/lib"))) {
      libraries =
          files.filter(file -> file.endsWith("libc.so.6")).findFirst().orElseThrow().getParent();
    }
    Path loader;
    try (Stream<Path> files = Files.list(libraries)) {
      loader =
          files
              .filter(file -> file.getFileName().toString().startsWith("ld-linux"))
              .findFirst()
              .orElseThrow();
    }
    Path program = installation.resolve(path);
    Files.createDirectories(program.getParent());
    Files.writeString(
        program,
        "#!/bin/sh\nexec %s --library-path %s --argv0 \"$0\" %s \"$@\"\n"
            .formatted(loader, libraries, fetched.resolve(original)));
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
