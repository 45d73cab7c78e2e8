package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import io.swiveljdbc.trial.Work;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What kept a connection where it was is told by name when its server is lost, whatever it is. */
@WithPostgres(readers = 1)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostPinsTest {

  private static final String[] EACH = {
    "CREATE TEMP TABLE basket (id int)",
    "LISTEN orders",
    "SELECT pg_advisory_lock(7)",
    "PREPARE p AS SELECT 1",
    "DECLARE c CURSOR WITH HOLD FOR SELECT 1"
  };

  private static final String[] NAMES = {
    "temporary table basket",
    "LISTEN orders",
    "session advisory lock 7",
    "prepared by SQL p",
    "cursor WITH HOLD c"
  };

  private final PostgresCluster cluster;
  private final List<Connection> pinned = new ArrayList<>();

  LostPinsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void everyServerIsKnown() throws SQLException {
    Known.all(cluster);
  }

  @AfterEach
  void close() throws SQLException {
    for (Connection connection : pinned) {
      connection.close();
    }
  }

  private Connection connect(String... texts) throws SQLException {
    Connection connection = DriverManager.getConnection(cluster.url());
    pinned.add(connection);
    for (String text : texts) {
      Work.text(text).on(connection);
    }
    return connection;
  }

  private static SwivelConnection swivel(Connection connection) throws SQLException {
    return connection.unwrap(SwivelConnection.class);
  }

  /** One for each, one with all but the lock, which others wait for, and one pinned by hand. */
  private void pinEach() throws SQLException {
    for (String text : EACH) {
      connect(text);
    }
    connect(EACH[0], EACH[1], EACH[3], EACH[4]);
    swivel(connect()).pin();
  }

  private static final String[] LOST = {
    ", and with it: " + NAMES[0],
    ", and with it: " + NAMES[1],
    ", and with it: " + NAMES[2],
    ", and with it: " + NAMES[3],
    ", and with it: " + NAMES[4],
    ", and with it: " + String.join(", ", NAMES[0], NAMES[1], NAMES[3], NAMES[4]),
    ", and with it: pinned by the application"
  };

  @Test
  void outsideATransactionTheNextStatementNamesItAndTheConnectionIsClosed() throws SQLException {
    pinEach();
    PostgresServer old = cluster.writer();
    cluster.kill(old);
    cluster.promote(cluster.readers().get(0));
    Known.lost(cluster, old);
    for (int i = 0; i < LOST.length; i++) {
      Connection connection = pinned.get(i);
      Thrown.by(() -> Sql.text(connection, "SELECT 1"))
          .withState("08006")
          .as(SQLTransientConnectionException.class)
          .saying(LOST[i] + "; nothing was sent");
      assertThat(connection.isClosed()).isTrue();
      Thrown.by(() -> Sql.text(connection, "SELECT 1")).withState("08003");
    }
  }

  @Test
  void inATransactionThe40001NamesItAndTheConnectionGoesOnWithoutIt() throws SQLException {
    pinEach();
    for (Connection connection : pinned) {
      connection.setAutoCommit(false);
      Sql.text(connection, "SELECT 1");
    }
    cluster.kill(cluster.writer());
    cluster.promote(cluster.readers().get(0));
    for (int i = 0; i < LOST.length; i++) {
      Connection connection = pinned.get(i);
      Thrown.by(() -> Sql.text(connection, "SELECT 1"))
          .withState("40001")
          .saying(LOST[i] + "; the transaction is certainly rolled back");
      connection.rollback();
      assertThat(swivel(connection).pins()).isEmpty();
      assertThat(Sql.text(connection, "SELECT 1")).isEqualTo("1");
      connection.commit();
    }
  }

  // ---- on a reader

  private Connection lockedOnReader() throws SQLException {
    Connection connection = connect();
    connection.setReadOnly(true);
    assertThat(Sql.bool(connection, "SELECT pg_is_in_recovery()")).isTrue();
    Work.text(EACH[2]).on(connection);
    return connection;
  }

  private void loseTheReader(Connection connection) throws SQLException {
    int port = cluster.readers().get(0).port();
    cluster.kill(cluster.readers().get(0));
    Known.await(
        connection,
        topology ->
            topology.servers().stream()
                .noneMatch(s -> s.health() != Health.DOWN && s.address().port() == port));
  }

  @Test
  void soItIsForAReader() throws SQLException {
    Connection connection = lockedOnReader();
    loseTheReader(connection);
    Thrown.by(() -> Sql.text(connection, "SELECT 1"))
        .withState("08006")
        .as(SQLTransientConnectionException.class)
        .saying("The connection to reader", LOST[2] + "; nothing was sent");
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void andInATransactionOnAReader() throws SQLException {
    Connection connection = lockedOnReader();
    connection.setAutoCommit(false);
    Sql.text(connection, "SELECT 1");
    loseTheReader(connection);
    Thrown.by(() -> Sql.text(connection, "SELECT 1"))
        .withState("40001")
        .saying("The connection to reader", LOST[2]);
    connection.rollback();
    assertThat(swivel(connection).pins()).isEmpty();
    assertThat(Sql.bool(connection, "SELECT pg_is_in_recovery()")).as("the writer").isFalse();
  }
}
