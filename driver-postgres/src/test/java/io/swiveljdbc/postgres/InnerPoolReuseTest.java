package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one borrower leaves in an inner pool of one connection serves the next, and only that. */
@WithPostgres(readers = 0)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InnerPoolReuseTest {

  private static final String SESSION = "SELECT pg_backend_pid()";

  private final PostgresCluster cluster;
  private SwivelDataSource pool;

  InnerPoolReuseTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    open("connection");
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS t");
    cluster.execute(cluster.writer(), "CREATE TABLE t (id int)");
  }

  private void open(String share) throws SQLException {
    close();
    pool =
        SwivelDataSource.builder()
            .url(cluster.url())
            .pooled()
            .option("swivel.pool.maximumPoolSize", "1")
            .option("swivel.pool.share", share)
            .build();
    pool.getConnection().close(); // the first of all has a connection of its own
  }

  @AfterEach
  void close() {
    if (pool != null) {
      pool.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"connection", "transaction"})
  void whatIsStaleEndsNothingOfTheNextBorrowers(String share) throws SQLException {
    open(share);
    Connection one = pool.getConnection();
    one.setAutoCommit(false);
    PreparedStatement insert = one.prepareStatement("INSERT INTO t VALUES (?)");
    insert.setInt(1, 1);
    insert.executeUpdate();
    PreparedStatement select = one.prepareStatement("SELECT id FROM t");
    ResultSet rows = select.executeQuery();
    rows.close();
    select.close();
    insert.close();
    DatabaseMetaData metadata = one.getMetaData();
    one.commit();
    one.close();

    try (Connection other = pool.getConnection()) {
      other.setAutoCommit(false);
      Sql.update(other, "INSERT INTO t VALUES (2)");

      Thrown.by(one::commit).withState("08003");
      Thrown.by(one::rollback).withState("08003");
      Thrown.by(() -> one.setAutoCommit(true)).withState("08003");
      Thrown.by(() -> one.prepareStatement("SELECT 1")).withState("08003");
      Thrown.by(() -> metadata.getTables(null, null, "t", null)).withState("08003");
      Thrown.by(insert::executeUpdate);
      Thrown.by(rows::next);
      rows.close();
      select.close();
      insert.close();
      one.close();
      one.abort(Runnable::run);

      assertThat(Sql.number(other, "SELECT count(*) FROM t")).isEqualTo(2);
      other.rollback();
      assertThat(Sql.number(other, "SELECT count(*) FROM t")).isEqualTo(1);
      other.commit();
    }
  }

  @Test
  void aSessionThatEndedWhileNobodyUsedItIsReplacedBeforeAnythingIsSent() throws Exception {
    String before;
    try (Connection connection = pool.getConnection()) {
      before = Sql.text(connection, SESSION);
    }
    cluster.execute(cluster.writer(), "SELECT pg_terminate_backend(" + before + ")");
    TimeUnit.MILLISECONDS.sleep(700); // HikariCP asks for what was not used for half a second
    try (Connection connection = pool.getConnection()) {
      Sql.update(connection, "INSERT INTO t VALUES (1)");
      assertThat(Sql.text(connection, SESSION)).isNotEqualTo(before);
    }
  }

  @Test
  void aSessionThatLayForAWhileIsUsedAgainIfItAnswers() throws Exception {
    String before;
    try (Connection connection = pool.getConnection()) {
      before = Sql.text(connection, SESSION);
    }
    for (int i = 0; i < 3; i++) {
      TimeUnit.MILLISECONDS.sleep(700);
      try (Connection connection = pool.getConnection()) {
        assertThat(Sql.text(connection, SESSION)).isEqualTo(before);
      }
    }
  }
}
