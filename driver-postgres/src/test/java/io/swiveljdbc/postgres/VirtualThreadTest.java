package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** A virtual thread that waits in our code holds no carrier. */
@WithPostgres(readers = 2)
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTest {

  private static final int THREADS = 32;
  private static final String TIMELINE =
      "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)";

  private final PostgresCluster cluster;

  VirtualThreadTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void noCarrierIsPinnedByUsDuringAFailover(@TempDir Path directory) throws Exception {
    cluster.execute(cluster.writer(), "CREATE TABLE served (id int)");
    Known.all(cluster);
    Path file = directory.resolve("pinned.jfr");
    ExecutorService threads =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    try (Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
      recording.start();
      CountDownLatch begun = new CountDownLatch(THREADS);
      List<Future<?>> served = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        served.add(threads.submit(() -> writeBeforeAndAfter(begun)));
      }
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      cluster.kill(cluster.writer());
      cluster.failOver();
      for (Future<?> one : served) {
        one.get(30, TimeUnit.SECONDS);
      }
      recording.dump(file);
    } finally {
      threads.shutdownNow();
    }
    assertThat(Files.size(file)).isPositive();
    assertThat(RecordingFile.readAllEvents(file)).filteredOn(this::isOurs).isEmpty();
  }

  /** Writes until the new writer's timeline is seen; what is lost on the way is tried again. */
  private Void writeBeforeAndAfter(CountDownLatch begun) throws SQLException {
    boolean moved = false;
    while (!moved) {
      try (Connection connection = DriverManager.getConnection(cluster.url())) {
        Sql.update(connection, "INSERT INTO served VALUES (1)");
        moved = Sql.text(connection, TIMELINE).equals("00000002");
        begun.countDown();
      } catch (SQLException e) {
        assertThat(e.getSQLState()).isIn("08007", "40001");
      }
    }
    return null;
  }

  /**
   * Whether the frame that waits, past those of the JDK, is ours. Our waits are parks; where the
   * JDK tells more, it has the JVM's own waits too, for classes to be loaded.
   */
  private boolean isOurs(RecordedEvent event) {
    boolean park =
        !event.hasField("blockingOperation")
            || "LockSupport.park".equals(event.getString("blockingOperation"));
    return park
        && event.getStackTrace() != null
        && event.getStackTrace().getFrames().stream()
            .map(frame -> frame.getMethod().getType().getName())
            .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
            .findFirst()
            .map(name -> name.startsWith("io.swiveljdbc."))
            .orElse(false);
  }
}
