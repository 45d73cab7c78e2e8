package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/**
 * Whatever pool lies above: sessions of a reader that was promoted are ended though nobody borrows
 * their connections, old ones are replaced, and nobody is pinned by what the last borrower
 * unwrapped.
 */
@WithPostgres(readers = 1)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdleConnectionsTest {

  private static final int SIZE = 5;
  private static final String OURS = " FROM pg_stat_activity WHERE application_name = 'idle'";
  private static final String COUNT = "SELECT count(*)" + OURS;

  private final PostgresCluster cluster;

  IdleConnectionsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void everyServerIsKnown() throws SQLException {
    Known.all(cluster);
  }

  private Pool.Opened open(Pool pool, String options) throws Exception {
    return pool.open(cluster.url() + "&ApplicationName=idle" + options, SIZE);
  }

  /** A transaction of each connection, as frameworks have it. */
  private static void allRead(Pool.Opened pool) throws SQLException {
    List<Connection> borrowed = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      Connection connection = pool.source().getConnection();
      borrowed.add(connection);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      assertThat(Sql.bool(connection, "SELECT pg_is_in_recovery()")).isTrue();
      connection.commit();
      connection.setReadOnly(false);
    }
    for (Connection connection : borrowed) {
      connection.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void thoseInThePoolAreEnded(Pool pool) throws Exception {
    try (Pool.Opened opened = open(pool, "")) {
      allRead(opened);
      PostgresServer reader = cluster.readers().get(0);
      assertThat(cluster.query(reader, COUNT)).isEqualTo("" + SIZE);
      cluster.switchover(reader);
      ServerActivity.awaitAnswer(cluster, reader, COUNT, "0");
      try (Connection connection = opened.source().getConnection()) {
        assertThat(Sql.bool(connection, "SELECT pg_is_in_recovery()")).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Pool.class,
      names = {"HIKARI", "AGROAL"})
  void oneThatIsBeingReadFromStays(Pool pool) throws Exception {
    try (Pool.Opened opened = open(pool, "")) {
      allRead(opened);
      PostgresServer reader = cluster.readers().get(0);
      try (Connection connection = opened.source().getConnection()) {
        connection.setReadOnly(true);
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT generate_series(1, 3)")) {
          rows.next();
          cluster.switchover(reader);
          ServerActivity.awaitAnswer(cluster, reader, COUNT, "1");
          rows.next();
          assertThat(rows.getInt(1)).isEqualTo(2);
        }
        if (!connection.getAutoCommit()) {
          connection.rollback();
        }
        connection.setReadOnly(false);
      }
      ServerActivity.awaitAnswer(cluster, reader, COUNT, "0");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Pool.class,
      names = {"HIKARI", "AGROAL"})
  void thoseThatGrowOldAreReplacedInThePool(Pool pool) throws Exception {
    try (Pool.Opened opened = open(pool, "&swivel.maxLifetime=3s")) {
      allRead(opened);
      PostgresServer reader = cluster.readers().get(0);
      String first = cluster.query(reader, "SELECT string_agg(pid::text, ',')" + OURS);
      String old = COUNT + " AND pid IN (" + first + ")";
      assertThat(cluster.query(reader, old)).isEqualTo("" + SIZE);
      ServerActivity.awaitAnswer(cluster, reader, old, "0");
      ServerActivity.awaitAnswer(cluster, reader, COUNT, "" + SIZE);
    }
  }

  /** Agroal does nothing at a return that its user might not do as well. */
  @ParameterizedTest
  @EnumSource(value = Pool.class, mode = EnumSource.Mode.EXCLUDE, names = "AGROAL")
  void whatWasUnwrappedPinsNoLongerThanTheBorrow(Pool pool) throws Exception {
    try (Pool.Opened opened = open(pool, "")) {
      SwivelConnection swivel;
      try (Connection connection = opened.source().getConnection()) {
        swivel = connection.unwrap(SwivelConnection.class);
        assertThat(swivel.unwrap(PGConnection.class).getBackendPID()).isPositive();
        assertThat(swivel.pins()).containsExactly("unwrapped");
      }
      assertThat(swivel.pins()).isEmpty();
    }
  }

  @Test
  void whoAsksForWarningsKeepsWhatWasUnwrapped() throws Exception {
    try (Connection connection = DriverManager.getConnection(cluster.url())) {
      SwivelConnection swivel = connection.unwrap(SwivelConnection.class);
      assertThat(swivel.unwrap(PGConnection.class).getBackendPID()).isPositive();
      assertThat((Object) connection.getWarnings()).isNull();
      assertThat(swivel.pins()).containsExactly("unwrapped");
    }
  }
}
