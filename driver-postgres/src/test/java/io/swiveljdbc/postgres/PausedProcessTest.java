package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that was itself stopped accuses no server. */
@WithPostgres(readers = 1)
@Timeout(60)
class PausedProcessTest {

  private static final String QUERY = "SELECT pg_sleep(4)";

  private final PostgresCluster cluster;

  PausedProcessTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aClientThatWasStoppedForSecondsTakesNoServerForDown() throws Exception {
    Process client =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PausedClient.class.getName(),
                cluster.url() + "&swivel.detection=500ms&swivel.probeInterval=300ms",
                QUERY)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader says = client.inputReader()) {
      assertThat(lineOf(says, "ready")).isEqualTo("ready");
      ServerActivity.await(cluster, cluster.writer(), QUERY);
      signal("STOP", client);
      LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
      signal("CONT", client);
      assertThat(lineOf(says, "unchanged", "topology")).isEqualTo("unchanged");
      assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(client.exitValue()).isZero();
    } finally {
      client.destroyForcibly();
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
}
