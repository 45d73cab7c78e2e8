package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithMysql(readers = 2, user = "shop", password = "s&cret'\\", database = "shop")
final class MysqlClusterTest {
  private final MysqlCluster cluster;

  MysqlClusterTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void makeTable() {
    cluster.execute(
        cluster.writer(), "DROP TABLE IF EXISTS t; CREATE TABLE t (id int primary key)");
    cluster.awaitReplayed();
  }

  @Test
  void aRowWrittenOnTheWriterIsReadOnEveryReader() throws SQLException {
    try (Connection writer = Sql.connect(cluster.writer())) {
      Sql.execute(writer, "INSERT INTO t VALUES (1)");
      assertThat(Sql.query(writer, "SELECT current_user()")).isEqualTo("shop@%");
    }
    cluster.awaitReplayed();

    assertThat(cluster.readers()).hasSize(2);
    for (MysqlServer reader : cluster.readers()) {
      try (Connection connection = Sql.connect(reader)) {
        assertThat(Sql.query(connection, "SELECT count(*) FROM t")).isEqualTo("1");
      }
    }
  }

  @Test
  void readersTakeNoWritesNotEvenFromTheSuperuser() {
    MysqlServer reader = cluster.readers().get(0);
    assertThatThrownBy(() -> cluster.execute(reader, "INSERT INTO t VALUES (1)"))
        .rootCause()
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1290));
  }

  @Test
  void aKilledWriterLosesNoAcknowledgedRow() throws SQLException {
    MysqlServer old = cluster.writer();
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
    assertThat(cluster.readers()).hasSize(1).doesNotContain(old);
    assertThat(cluster.query(cluster.writer(), "SELECT count(*) FROM t")).isEqualTo("50");
    // Acknowledged only because the remaining reader follows the new writer.
    cluster.execute(cluster.writer(), "INSERT INTO t VALUES (50)");
  }

  @Test
  void clientsOfADeadServerAreRefused() {
    MysqlServer reader = cluster.readers().get(0);
    cluster.kill(reader);
    assertThatThrownBy(() -> Sql.connect(reader))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08S01"))
        .hasRootCauseInstanceOf(java.net.ConnectException.class);
  }

  @Test
  void aStoppedServerEndsItsSessionsAndComesBackAsWhatItWas() throws SQLException {
    MysqlServer writer = cluster.writer();
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
    MysqlServer writer = cluster.writer();
    try (Connection connection = Sql.connect(writer)) {
      cluster.freeze(writer);
      CompletableFuture<String> answer = ask(connection);
      assertSilent(answer);
      cluster.thaw(writer);
      assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("1");
    }
  }

  @Test
  void aCutOffServerIsSilentAndGoesOnWhenReconnected() throws Exception {
    MysqlServer writer = cluster.writer();
    try (Connection connection = Sql.connect(writer)) {
      cluster.cutOff(writer);
      CompletableFuture<String> answer = ask(connection);
      assertSilent(answer);
      // Replication is not cut: this is acknowledged by a reader.
      cluster.execute(writer, "INSERT INTO t VALUES (1)");
      cluster.reconnect(writer);
      assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("1");
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
        .isInstanceOf(TimeoutException.class);
  }
}
