package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CleanupTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void aClosedClusterLeavesNothing() throws IOException {
    PostgresCluster cluster = PostgresCluster.builder().readers(1).start();
    PostgresServer writer = cluster.writer();
    PostgresServer reader = cluster.readers().get(0);
    Path directory = writer.data().path().getParent();
    List<ProcessHandle> processes = treeOf(writer.pid());
    String segment = sharedMemorySegment(writer);
    assertThat(sharedMemorySegments()).contains(segment);

    cluster.freeze(reader);
    cluster.close();
    cluster.close();

    assertThat(directory).doesNotExist();
    assertThat(processes).isNotEmpty().allMatch(ProcessState::hasEnded);
    assertThat(sharedMemorySegments()).doesNotContain(segment);
    assertThatThrownBy(() -> new Socket(Ports.loopback(), writer.port()).close())
        .hasMessageContaining("refused");
    String port = Integer.toString(writer.directPort());
    Await.until("the relay's threads are gone", SOON, () -> !aThreadIsNamedFor(port));
  }

  @Test
  void neitherDoesAClosedClusterOfMysql() {
    MysqlCluster cluster = MysqlCluster.builder().readers(1).synchronous(false).start();
    Path directory = cluster.writer().data().path().getParent();
    List<ProcessHandle> processes =
        cluster.servers().stream().flatMap(server -> treeOf(server.pid()).stream()).toList();

    cluster.freeze(cluster.writer());
    cluster.close();

    assertThat(directory).doesNotExist();
    assertThat(processes).hasSize(2).allMatch(ProcessState::hasEnded);
  }

  @Test
  void aKilledVirtualMachineLeavesNothing() throws Exception {
    Path here = Path.of("").toAbsolutePath();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    String classes = System.getProperty("java.class.path");
    assertLeavesNothing(java(classes, temporary, "postgres"), here);
    assertLeavesNothing(java(classes, temporary, "mysql"), here);
  }

  /** Needs root to become somebody else, and a copy of the classes outside of root's home. */
  @Test
  void anOrdinaryUserCanDoTheSame() throws Exception {
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "swivel-testkit-ordinary-");
    try {
      ServerAccount nobody = ServerAccount.forOwnerOf(folder);
      assumeThat(nobody.unprivileged()).as("run by root").isTrue();
      nobody.own(folder);
      String classes = copyClassPath(new LocalDirectory(folder, nobody));
      assertLeavesNothing(nobody.command(java(classes, folder, "postgres")), folder);
      assertLeavesNothing(
          nobody.command(withInstalledMysql(java(classes, folder, "mysql"), folder)), folder);
    } finally {
      Workspace.delete(folder);
    }
  }

  /** What root has fetched is another user's installation. */
  private static List<String> withInstalledMysql(List<String> command, Path cache)
      throws IOException {
    Workspace workspace = Workspace.create();
    try {
      List<String> whole = new ArrayList<>();
      whole.add("env");
      whole.add(
          "SWIVEL_MYSQLD="
              + MysqlProgram.find(System.getenv(), new LocalMachine(workspace), List.of()).path());
      whole.add("SWIVEL_TESTKIT_CACHE=" + cache);
      whole.addAll(command);
      return whole;
    } finally {
      Workspace.delete(workspace.directory());
    }
  }

  private static List<String> java(String classPath, Path temporary, String engine) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Djava.io.tmpdir=" + temporary,
        "-cp",
        classPath,
        ClusterOwner.class.getName(),
        engine);
  }

  private static void assertLeavesNothing(List<String> command, Path directory) throws IOException {
    Process child =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      Path cluster = Path.of(String.valueOf(output.readLine()));
      List<ProcessHandle> processes = new ArrayList<>();
      for (String pid : String.valueOf(output.readLine()).split(" ", -1)) {
        processes.addAll(treeOf(Long.parseLong(pid)));
      }
      assertThat(output.readLine()).isEqualTo("ready");
      assertThat(Files.exists(cluster)).isTrue();
      assertThat(processes).hasSizeGreaterThan(1);

      child.destroyForcibly();

      Await.until("the directory is gone", SOON, () -> !Files.exists(cluster));
      Await.until(
          "all processes are gone",
          SOON,
          () -> processes.stream().allMatch(ProcessState::hasEnded));
    } finally {
      child.destroyForcibly();
    }
  }

  private static String copyClassPath(LocalDirectory folder) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path source = Path.of(entry);
      Path copy = folder.path().resolve(copies.size() + "-" + source.getFileName());
      if (Files.isDirectory(source)) {
        LocalDirectory classes = new LocalDirectory(source, folder.account());
        new LocalDirectory(copy, folder.account()).copyFrom(classes, Set.of());
      } else if (Files.exists(source)) {
        Files.copy(source, copy);
      }
      copies.add(copy.toString());
    }
    return String.join(File.pathSeparator, copies);
  }

  private static List<ProcessHandle> treeOf(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(process), process.descendants()).toList();
  }

  private static boolean aThreadIsNamedFor(String port) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().contains("-" + port));
  }

  private static String sharedMemorySegment(PostgresServer server) throws IOException {
    List<String> lines = Files.readAllLines(server.data().path().resolve("postmaster.pid"));
    String keyAndId = lines.get(6).strip();
    return keyAndId.substring(keyAndId.lastIndexOf(' ') + 1);
  }

  private static List<String> sharedMemorySegments() throws IOException {
    return Files.readAllLines(Path.of("/proc/sysvipc/shm")).stream()
        .map(line -> line.strip().split(" +", 3)[1])
        .toList();
  }
}
