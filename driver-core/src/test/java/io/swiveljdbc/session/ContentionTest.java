package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many threads on a healthy cluster, each with a connection of its own, or one for each transaction
 * from the pools inside: none waits for another.
 */
@Timeout(60)
class ContentionTest {

  private static final int THREADS = 64;
  private static final int TRANSACTIONS = 300;

  /** Where the connections come from. */
  enum Source {
    OWN,
    INNER_POOL,
    INNER_POOL_BY_TRANSACTION
  }

  private final CountDownLatch ready = new CountDownLatch(THREADS);
  private final CountDownLatch worked = new CountDownLatch(THREADS);
  private final CountDownLatch recorded = new CountDownLatch(1);

  @ParameterizedTest
  @EnumSource
  void noLockOfOursIsContended(Source source, @TempDir Path directory) throws Exception {
    TwoServers two = servers(source);
    @Nullable PooledLogin login = source == Source.OWN ? null : two.pooled();
    if (login != null) {
      fill(login, two);
    }
    Path file = directory.resolve("contention.jfr");
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Recording recording = new Recording()) {
      for (String event :
          List.of("jdk.JavaMonitorEnter", "jdk.JavaMonitorWait", "jdk.ThreadPark")) {
        recording.enable(event).withThreshold(Duration.ZERO).withStackTrace();
      }
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        done.add(threads.submit(login == null ? own(two, recording) : borrowed(login, recording)));
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
      if (login != null) {
        login.close();
      }
      two.close();
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events).as("the fake server's own lock must be seen").isNotEmpty();
    assertThat(events).filteredOn(ContentionTest::isOurs).isEmpty();
  }

  private static TwoServers servers(Source source) {
    return source == Source.OWN
        ? new TwoServers()
        : new TwoServers(
            "pool",
            "true",
            "pool.maximumPoolSize",
            Integer.toString(THREADS),
            "pool.share",
            source == Source.INNER_POOL ? "connection" : "transaction");
  }

  /** Who borrows while a pool fills may have to wait. */
  private static void fill(PooledLogin login, TwoServers two) throws SQLException {
    login.open().close();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (TwoServers.open(two.a) < THREADS || TwoServers.open(two.b) < THREADS) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private interface Transactions {
    void run(int number) throws SQLException;
  }

  /** To bind a connection and to close it takes locks, before and after the recording. */
  private Callable<@Nullable Void> own(TwoServers two, Recording recording) {
    return () -> {
      try (Connection connection = two.open();
          PreparedStatement read = connection.prepareStatement("SELECT ?")) {
        work(recording, number -> transaction(connection, read, number));
      }
      return null;
    };
  }

  private Callable<@Nullable Void> borrowed(PooledLogin login, Recording recording) {
    return () -> {
      work(
          recording,
          number -> {
            try (Connection connection = login.open();
                PreparedStatement read = connection.prepareStatement("SELECT ?")) {
              transaction(connection, read, number);
            }
          });
      return null;
    };
  }

  private void work(Recording recording, Transactions transactions) throws Exception {
    transactions.run(0);
    transactions.run(1);
    ready.countDown();
    assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
    start(recording);
    for (int i = 0; i < TRANSACTIONS; i++) {
      transactions.run(i);
    }
    worked.countDown();
    assertThat(recorded.await(40, TimeUnit.SECONDS)).isTrue();
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
