package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that was itself stopped accuses no server. */
@WithMysql(readers = 1, synchronous = false, user = Trial.USER, password = "secret")
@Timeout(60)
class PausedProcessTest {

  private static final String QUERY = "SELECT SLEEP(3)";
  private static final String RUNNING =
      "SELECT count(*) FROM information_schema.processlist WHERE info = '%s'".formatted(QUERY);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final MysqlCluster cluster;

  PausedProcessTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aClientThatWasStoppedForSecondsTakesNoServerForDown() throws Exception {
    Process client =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Client.class.getName(),
                cluster.url() + "&swivel.detection=500ms&swivel.probeInterval=300ms")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader says = client.inputReader()) {
      assertThat(lineOf(says, "ready")).isEqualTo("ready");
      awaitQuery();
      signal("STOP", client);
      // It is the time itself that the client must not count.
      LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
      signal("CONT", client);
      assertThat(lineOf(says, "unchanged", "topology")).isEqualTo("unchanged");
      assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(client.exitValue()).isZero();
    } finally {
      client.destroyForcibly();
    }
  }

  private void awaitQuery() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!"1".equals(cluster.query(cluster.writer(), RUNNING))) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the query did not run within " + PATIENCE);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** The next line that begins with one of these; the log may stand between. */
  private static String lineOf(BufferedReader says, String... beginnings) throws Exception {
    while (true) {
      String line = says.readLine();
      if (line == null) {
        return "nothing more";
      }
      for (String beginning : beginnings) {
        if (line.startsWith(beginning)) {
          return line;
        }
      }
    }
  }

  private static void signal(String name, Process process) throws Exception {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /** The process that is stopped while its query runs. */
  static final class Client {

    private Client() {}

    /**
     * Says "ready", runs the query, and says whether the topology is the same as before.
     *
     * @param arguments the URL
     */
    public static void main(String[] arguments) throws Exception {
      try (Connection connection = DriverManager.getConnection(arguments[0])) {
        Known.await(connection, topology -> topology.servers().stream().allMatch(s -> s.fit()));
        SwivelConnection swivel = connection.unwrap(SwivelConnection.class);
        int session = Sql.number(connection, "SELECT connection_id()");
        long version = swivel.topology().version();
        System.out.println("ready");
        Sql.text(connection, QUERY);
        boolean same =
            Sql.number(connection, "SELECT connection_id()") == session
                && swivel.topology().version() == version;
        System.out.println(same ? "unchanged" : swivel.topology().toString());
      }
    }
  }
}
