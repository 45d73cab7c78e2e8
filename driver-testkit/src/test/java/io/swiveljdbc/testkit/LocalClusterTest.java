package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to one server, on any kind of cluster with two readers. */
abstract class LocalClusterTest {
  private final LocalCluster cluster;

  LocalClusterTest(LocalCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void makeTable() {
    cluster.execute(
        cluster.writer(), "DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY)");
    cluster.awaitReplayed();
  }

  @Test
  void aRowWrittenOnTheWriterIsReadOnEveryReader() throws SQLException {
    try (Connection writer = Sql.connect(cluster.writer())) {
      Sql.execute(writer, "INSERT INTO t VALUES (1)");
    }
    cluster.awaitReplayed();

    assertThat(cluster.readers()).hasSize(2);
    for (LocalServer reader : cluster.readers()) {
      try (Connection connection = Sql.connect(reader)) {
        assertThat(Sql.query(connection, "SELECT count(*) FROM t")).isEqualTo("1");
      }
    }
  }

  @Test
  void aKilledWriterLosesNoAcknowledgedRow() throws SQLException {
    LocalServer old = cluster.writer();
    try (Connection connection = Sql.connect(old)) {
      for (int i = 0; i < 50; i++) {
        Sql.execute(connection, "INSERT INTO t VALUES (" + i + ")");
      }
      cluster.kill(old);
      assertThatThrownBy(() -> Sql.query(connection, "SELECT 1")).isInstanceOf(SQLException.class);
    }
    assertThat(old.isRunning()).isFalse();

    Promotion promotion = cluster.failOver();

    assertThat(promotion.previous()).isEqualTo(old);
    assertThat(cluster.writer()).isEqualTo(promotion.server());
    assertThat(of(cluster.readers())).hasSize(1).doesNotContain(old);
    assertThat(cluster.query(cluster.writer(), "SELECT count(*) FROM t")).isEqualTo("50");
    // Acknowledged only because the remaining reader follows the new writer.
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (50)");
  }

  @Test
  void clientsOfADeadServerAreRefused() {
    LocalServer reader = cluster.readers().get(0);
    cluster.kill(reader);

    assertThatThrownBy(() -> Sql.connect(reader))
        .isInstanceOf(SQLException.class)
        .hasRootCauseInstanceOf(java.net.ConnectException.class);
  }

  @Test
  void aStoppedServerEndsItsSessionsAndComesBackAsWhatItWas() throws SQLException {
    LocalServer writer = cluster.writer();
    try (Connection connection = Sql.connect(writer)) {
      cluster.stop(writer);
      assertThatThrownBy(() -> Sql.query(connection, "SELECT 1")).isInstanceOf(SQLException.class);
    }
    cluster.start(writer);
    cluster.execute(writer, "INSERT INTO t VALUES (1)");
    assertThat(cluster.readers()).hasSize(2);
  }

  @Test
  void aFrozenServerIsSilentAndGoesOnWhenThawed() throws Exception {
    LocalServer writer = cluster.writer();
    try (Connection connection = Sql.connect(writer)) {
      cluster.freeze(writer);
      ProcessHandle process = ProcessHandle.of(writer.pid()).orElseThrow();
      assertThat(Stream.concat(Stream.of(process), process.descendants()))
          .allMatch(ProcessState::standsStill);

      CompletableFuture<String> answer = ask(connection);
      assertSilent(answer);
      cluster.thaw(writer);
      assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("1");
    }
  }

  @Test
  void aCutOffServerIsSilentAndGoesOnWhenReconnected() throws Exception {
    LocalServer writer = cluster.writer();
    try (Connection connection = Sql.connect(writer)) {
      cluster.cutOff(writer);
      CompletableFuture<String> answer = ask(connection);
      CompletableFuture<String> newcomer =
          CompletableFuture.supplyAsync(
              () -> {
                try (Connection late = Sql.connect(writer)) {
                  return Sql.query(late, "SELECT 1");
                } catch (SQLException e) {
                  throw new AssertionError(e);
                }
              });
      assertSilent(answer);
      assertThat(newcomer).isNotDone();
      // Replication is not cut: this is acknowledged by a reader.
      cluster.execute(writer, "INSERT INTO t VALUES (1)");
      cluster.reconnect(writer);
      assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("1");
      assertThat(newcomer.get(10, TimeUnit.SECONDS)).isEqualTo("1");
    }
  }

  @Test
  void theDeathOfACutOffServerIsNoticedOnlyWhenReconnected() throws Exception {
    LocalServer reader = cluster.readers().get(0);
    try (Connection connection = Sql.connect(reader)) {
      cluster.cutOff(reader);
      cluster.kill(reader);
      CompletableFuture<String> answer = ask(connection);
      assertSilent(answer);
      cluster.reconnect(reader);
      assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(java.io.IOException.class);
    }
  }

  @Test
  void aResetBreaksConnectionsAndAllowsNewOnes() throws SQLException {
    LocalServer writer = cluster.writer();
    try (Connection connection = Sql.connect(writer)) {
      cluster.reset(writer);
      assertThatThrownBy(() -> Sql.query(connection, "SELECT 1"))
          .rootCause()
          .hasMessageStartingWith("Connection reset");
    }
    try (Connection connection = Sql.connect(writer)) {
      assertThat(Sql.query(connection, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aDelayIsFeltInBothDirections() throws SQLException {
    LocalServer writer = cluster.writer();
    try (Connection connection = Sql.connect(writer)) {
      cluster.delay(writer, Duration.ofMillis(50));
      long start = System.nanoTime();
      Sql.query(connection, "SELECT 1");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(100), Duration.ofMillis(1000));
    }
  }

  private static CompletableFuture<String> ask(Connection connection) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Sql.query(connection, "SELECT 1");
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void assertSilent(CompletableFuture<String> answer) {
    assertThatThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
  }

  /** Without the wildcard, which AssertJ takes for a type of its own. */
  private static List<LocalServer> of(List<? extends LocalServer> servers) {
    return List.copyOf(servers);
  }
}
