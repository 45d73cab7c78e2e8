package io.swiveljdbc.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A client that was itself stopped accuses no server. */
class PausedProcessBehaviourTest extends OnEveryCluster {

  private static final Duration STOPPED = Duration.ofSeconds(2);

  @Test
  void aClientThatWasStoppedTakesNoServerForDown() throws Exception {
    String query = kind.dialect().slowRead().formatted("2.5");
    Process client = start(kind.dialect().session(), query);
    try (BufferedReader says = client.inputReader()) {
      assertThat(lineOf(says, "ready")).isEqualTo("ready");
      awaitRunning(cluster.writer(), query);
      signal("STOP", client);
      // It is the time itself that the client must not count.
      LockSupport.parkNanos(STOPPED.toNanos());
      signal("CONT", client);
      assertThat(lineOf(says, "unchanged", "topology")).isEqualTo("unchanged");
      assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(client.exitValue()).isZero();
    } finally {
      client.destroyForcibly();
    }
  }

  private Process start(String session, String query) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            PausedClient.class.getName(),
            url("swivel.detection=1s", "swivel.probeInterval=300ms"),
            session,
            query)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The next line that begins with one of these; the log may stand between. */
  private static String lineOf(BufferedReader says, String... beginnings) throws IOException {
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
