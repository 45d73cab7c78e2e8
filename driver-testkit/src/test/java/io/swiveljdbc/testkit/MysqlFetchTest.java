package io.swiveljdbc.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where MySQL's server program comes from, and what is said when it cannot be had. */
final class MysqlFetchTest {
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
  void onAMachineWithoutDebiansToolsTheMessageSaysSoAndWhatToDo() {
    assertThatThrownBy(() -> fetch(Map.of("PATH", workspace.directory().toString())))
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("needs apt-get: this works on Debian and its derivatives only")
        .hasMessageContaining("SWIVEL_MYSQLD=/usr/sbin/mysqld");
  }

  @Test
  void whereTheMirrorCannotBeReachedTheMessageSaysSoAndWhatToDo() {
    assumeThat(Path.of("/usr/bin/apt-get")).exists();
    String nowhere = "http://127.0.0.1:" + Ports.free() + "/debian";
    assertThatThrownBy(() -> fetch(Map.of("DEBIAN_MIRROR", nowhere)))
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("cannot read Debian's unstable suite from this machine's mirror")
        .hasMessageContaining("let the machine reach its own package mirror once")
        .hasMessageContaining("SWIVEL_TESTKIT_CACHE");
    assertThat(workspace.resolve("mysql")).doesNotExist();
  }

  @Test
  void whatDebianHasNotSignedIsRefused() throws IOException {
    assumeThat(Path.of("/usr/bin/apt-get")).exists();
    HttpServer mirror = HttpServer.create(new InetSocketAddress(Ports.loopback(), 0), 0);
    mirror.createContext("/", MysqlFetchTest::answerWithAnUnsignedRelease);
    mirror.start();
    try {
      String url = "http://127.0.0.1:" + mirror.getAddress().getPort() + "/debian";
      assertThatThrownBy(() -> fetch(Map.of("DEBIAN_MIRROR", url)))
          .isInstanceOf(LocalClusterException.class)
          .hasMessageContaining("is not signed");
    } finally {
      mirror.stop(0);
    }
    assertThat(workspace.resolve("mysql")).doesNotExist();
  }

  @Test
  void aProgramOfTheUsersIsTakenInsteadOfFetching() throws IOException {
    Path program = program("mysqld  Ver 8.4.6 for Linux on x86_64 (MySQL Community Server - GPL)");
    MysqlProgram found = find(program);
    assertThat(found).isEqualTo(new MysqlProgram(program, "8.4.6"));
  }

  @Test
  void aProgramThatIsNotThereIsRefusedByItsVariablesName() {
    assertThatThrownBy(() -> find(workspace.resolve("nothing")))
        .isInstanceOf(LocalClusterException.class)
        .hasMessageStartingWith("SWIVEL_MYSQLD is to name a mysqld")
        .hasMessageContaining("nothing does not exist");
  }

  @Test
  void anotherServerOrAnOldOneIsRefused() throws IOException {
    Path maria = program("mysqld  Ver 11.4.5-MariaDB for Linux on x86_64");
    assertThatThrownBy(() -> find(maria)).hasMessageContaining("11.4.5-MariaDB");
    Path old = program("mysqld  Ver 5.7.44 for Linux on x86_64 (MySQL Community Server (GPL))");
    assertThatThrownBy(() -> find(old)).hasMessageContaining("5.7.44");
  }

  private void fetch(Map<String, String> environment) {
    new MysqlFetch(workspace.resolve("mysql"), environment).run(workspace.resolve("fetch.log"));
  }

  private MysqlProgram find(Path program) throws IOException {
    return MysqlProgram.find(
        Map.of("SWIVEL_MYSQLD", program.toString()), new LocalMachine(workspace), List.of());
  }

  private static void answerWithAnUnsignedRelease(HttpExchange exchange) throws IOException {
    boolean found = exchange.getRequestURI().getPath().endsWith("/dists/sid/Release");
    byte[] release = "Origin: Debian\nSuite: unstable\nCodename: sid\n".getBytes(UTF_8);
    exchange.sendResponseHeaders(found ? 200 : 404, found ? release.length : -1);
    if (found) {
      exchange.getResponseBody().write(release);
    }
    exchange.close();
  }

  /** A program that says what it is. */
  private Path program(String version) throws IOException {
    Path program = Files.createTempFile(workspace.directory(), "mysqld", "");
    Files.writeString(
        program, "#!/bin/sh\necho '" + version + "'\necho 'Starts the MySQL database server.'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }
}
