package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The threads of a cluster, what is logged of it, and that no password is. */
@WithPostgres(readers = 1, user = "shop", password = "s3cret-Pa55", database = "shop")
class LifecycleTest {

  private final PostgresCluster cluster;

  LifecycleTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("swivel-") && !name.startsWith("swivel-testkit"))
        .toList();
  }

  private static void awaitNoThreads() {
    long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
    while (!threads().isEmpty()) {
      assertThat(System.nanoTime()).as("left: %s", threads()).isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Test
  void threadsStartWithTheFirstConnectionAndStopWithTheLast() throws Exception {
    awaitNoThreads();
    assertThat(DriverManager.getDriver(cluster.url()).acceptsURL(cluster.url())).isTrue();
    assertThat(threads()).isEmpty();
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      connections.add(DriverManager.getConnection(cluster.url()));
    }
    assertThat(threads().stream().filter(name -> name.startsWith("swivel-monitor")).count())
        .isEqualTo(2);
    for (Connection connection : connections) {
      connection.close();
    }
    awaitNoThreads();
  }

  @Test
  void aFailedFirstConnectionLeavesNoThread() {
    awaitNoThreads();
    Thrown.by(
        () ->
            DriverManager.getConnection("jdbc:swivel:postgresql://127.0.0.1:1/shop", "shop", "x"));
    awaitNoThreads();
  }

  @Test
  void aChangeIsLoggedOnceWithItsReasonAndNoPasswordAnywhere() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger("io.swiveljdbc");
    Level level = root.getLevel();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    root.setLevel(Level.TRACE);
    PostgresServer reader = cluster.readers().get(0);
    try (Connection connection = DriverManager.getConnection(cluster.url())) {
      Known.await(connection, topology -> topology.servers().stream().allMatch(s -> s.fit()));
      cluster.kill(reader);
      Known.await(connection, topology -> !topology.servers().stream().allMatch(s -> s.fit()));
      Known.await(connection, topology -> topology.calm());
      assertThat(connection.unwrap(SwivelConnection.class).topology().toString())
          .doesNotContain("s3cret");
    } finally {
      root.detachAppender(log);
      root.setLevel(level);
    }
    List<String> lines = log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertThat(lines).noneMatch(line -> line.contains("s3cret"));
    assertThat(log.list)
        .filteredOn(event -> event.getLevel() == Level.INFO)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.contains("127.0.0.1:" + reader.port() + " unfit"));
    assertThat(threads()).noneMatch(name -> name.contains("s3cret"));
  }
}
