package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many threads on a healthy cluster, each with a connection of its own: none waits for another. */
@Timeout(60)
class ContentionTest {

  private static final int THREADS = 64;
  private static final int TRANSACTIONS = 300;

  private final TwoServers two = new TwoServers();
  private final CountDownLatch ready = new CountDownLatch(THREADS);
  private final CountDownLatch worked = new CountDownLatch(THREADS);
  private final CountDownLatch recorded = new CountDownLatch(1);

  @Test
  void noLockOfOursIsContended(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("contention.jfr");
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Recording recording = new Recording()) {
      for (String event :
          List.of("jdk.JavaMonitorEnter", "jdk.JavaMonitorWait", "jdk.ThreadPark")) {
        recording.enable(event).withThreshold(Duration.ZERO).withStackTrace();
      }
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        done.add(threads.submit(() -> work(recording)));
      }
      assertThat(worked.await(40, TimeUnit.SECONDS)).isTrue();
      recording.stop();
      recorded.countDown();
      for (Future<?> one : done) {
        one.get(40, TimeUnit.SECONDS);
      }
      recording.dump(file);
    } finally {
      threads.shutdownNow();
      two.close();
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events).as("the fake server's own lock must be seen").isNotEmpty();
    assertThat(events).filteredOn(ContentionTest::isOurs).isEmpty();
  }

  /** To bind a connection and to close it takes locks, before and after the recording. */
  private Void work(Recording recording) throws Exception {
    try (Connection connection = two.open();
        PreparedStatement read = connection.prepareStatement("SELECT ?")) {
      transaction(connection, read, 0);
      transaction(connection, read, 1);
      ready.countDown();
      assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
      start(recording);
      for (int i = 0; i < TRANSACTIONS; i++) {
        transaction(connection, read, i);
      }
      worked.countDown();
      assertThat(recorded.await(40, TimeUnit.SECONDS)).isTrue();
    }
    return null;
  }

  private static synchronized void start(Recording recording) {
    if (recording.getState() == RecordingState.NEW) {
      recording.start();
    }
  }

  private static void transaction(Connection connection, PreparedStatement read, int number)
      throws SQLException {
    connection.setReadOnly(number % 2 == 0);
    connection.setAutoCommit(false);
    read.setInt(1, number);
    read.executeQuery().close();
    connection.commit();
    connection.setAutoCommit(true);
    connection.clearWarnings();
  }

  /**
   * Whether the frame that waits, past those of the JDK, is Swivel's; its watch waits by design.
   */
  private static boolean isOurs(RecordedEvent event) {
    String thread = event.getThread() == null ? "" : event.getThread().getJavaName();
    return event.getStackTrace() != null
        && thread.startsWith("pool-")
        && event.getStackTrace().getFrames().stream()
            .map(frame -> frame.getMethod().getType().getName())
            .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
            .findFirst()
            .map(ContentionTest::isSwivel)
            .orElse(false);
  }

  private static boolean isSwivel(String type) {
    return type.startsWith("io.swiveljdbc.")
        && !type.startsWith("io.swiveljdbc.testing.")
        && !type.equals(ContentionTest.class.getName());
  }
}
