package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where MariaDB's server program comes from, and what is said when it cannot be had. */
final class MariadbProgramTest {
  private Workspace workspace;

  @BeforeEach
  void makeWorkspace() throws IOException {
    workspace = Workspace.create();
  }

  @AfterEach
  void deleteWorkspace() throws IOException {
    Workspace.delete(workspace.directory());
  }

  @Test
  void aProgramOfTheUsersIsTakenWithWhatStandsBesideIt() throws IOException {
    Path program = program("mariadbd  Ver 10.11.14-MariaDB-0+deb12u2 for debian-linux-gnu");
    MariadbProgram found = find(program);
    assertThat(found).isEqualTo(new MariadbProgram(program, workspace.resolve("usr"), "10.11.14"));
    assertThatThrownBy(found::installer).hasMessageContaining("no mariadb-install-db");
    Path installer = Files.createDirectories(workspace.resolve("usr/bin"));
    Files.createFile(installer.resolve("mariadb-install-db"));
    assertThat(found.installer()).isEqualTo(installer.resolve("mariadb-install-db"));
  }

  @Test
  void aLinkToAProgramDoesAsWell() throws IOException {
    Path program = program("mariadbd  Ver 10.11.14-MariaDB-0+deb12u2 for debian-linux-gnu");
    Path link = Files.createSymbolicLink(workspace.resolve("mariadbd"), program);
    assertThat(find(link)).isEqualTo(find(program));
  }

  @Test
  void aProgramThatIsNotThereIsRefusedByItsVariablesName() {
    assertThatThrownBy(() -> find(workspace.resolve("nothing")))
        .isInstanceOf(LocalClusterException.class)
        .hasMessageStartingWith("SWIVEL_MARIADBD is to name a mariadbd")
        .hasMessageContaining("nothing does not exist");
  }

  @Test
  void anotherServerOrAnOldOneIsRefused() throws IOException {
    Path mysql = program("mysqld  Ver 8.4.6 for Linux on x86_64 (MySQL Community Server - GPL)");
    assertThatThrownBy(() -> find(mysql)).hasMessageContaining("MySQL Community");
    Path old = program("mysqld  Ver 10.5.29-MariaDB for Linux on x86_64");
    assertThatThrownBy(() -> find(old)).hasMessageContaining("10.5.29-MariaDB");
  }

  @Test
  void groupsAndContainersAreRefusedForMariadb() {
    MysqlClusterBuilder builder = MysqlCluster.builder().mariadb(true);
    assertThatThrownBy(() -> builder.groupReplication(true).start())
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("leave out groupReplication");
  }

  private MariadbProgram find(Path program) throws IOException {
    return MariadbProgram.find(
        Map.of("SWIVEL_MARIADBD", program.toString()), new LocalMachine(workspace));
  }

  /** A program that says what it is. */
  private Path program(String version) throws IOException {
    Path folder = Files.createDirectories(workspace.resolve("usr/sbin"));
    Path program = Files.createTempFile(folder, "mariadbd", "");
    Files.writeString(program, "#!/bin/sh\necho '" + version + "'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }
}
