package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.topology.MemberReport;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A reader that leaves the cluster is drained: what was begun there may end, and not much later.
 */
@Timeout(30)
class DepartureTest {

  private static void bLeaves(TwoServers two) throws InterruptedException {
    two.cluster()
        .observe(new MemberReport(two.a.address(), List.of(two.a.address()), Instant.now()));
    two.awaitUnfit(two.b);
  }

  private static void read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT 1").close();
    }
  }

  private static String at(Connection connection) throws SQLException {
    return connection
        .unwrap(SwivelConnection.class)
        .currentServer()
        .map(s -> s.address().host())
        .orElse("");
  }

  @Test
  void itsOpenTransactionGoesOnAndTheNextOneRunsElsewhere() throws Exception {
    try (TwoServers two = new TwoServers();
        Connection connection = two.open()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      read(connection);
      assertThat(at(connection)).isEqualTo("b");
      bLeaves(two);
      read(connection);
      connection.commit();
      assertThat(TwoServers.open(two.b)).isEqualTo(1);

      read(connection);
      assertThat(at(connection)).isEqualTo("a");
      connection.commit();
      assertThat(TwoServers.open(two.b)).isZero();
    }
  }

  @Test
  void oneThatDoesNotEndIsAbortedAfterAGrace() throws Exception {
    try (TwoServers two = new TwoServers("rebalance", "1s");
        Connection connection = two.open()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      read(connection);
      bLeaves(two);
      read(connection);
      awaitNoneAt(two);
      assertThatThrownBy(() -> read(connection)).hasFieldOrPropertyWithValue("SQLState", "40001");
      connection.rollback();
      read(connection);
      connection.commit();
    }
  }

  @Test
  void oneThatComesBackInTimeLosesNothing() throws Exception {
    try (TwoServers two = new TwoServers("rebalance", "1s");
        Connection connection = two.open()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      read(connection);
      bLeaves(two);
      two.cluster()
          .observe(
              new MemberReport(
                  two.a.address(), List.of(two.a.address(), two.b.address()), Instant.now()));
      TimeUnit.MILLISECONDS.sleep(1_500);
      read(connection);
      connection.commit();
    }
  }

  @Test
  void anOpenResultSetIsReadOnAndTheNextStatementRunsElsewhere() throws Exception {
    try (TwoServers two = new TwoServers();
        Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      connection.setReadOnly(true);
      ResultSet rows = statement.executeQuery("SELECT 1");
      bLeaves(two);
      read(connection);
      assertThat(at(connection)).isEqualTo("a");
      assertThat(rows.next()).isTrue();
      assertThat(TwoServers.open(two.b)).isEqualTo(1);
      rows.close();
      assertThat(TwoServers.open(two.b)).isZero();
    }
  }

  @Test
  void aResultSetThatStaysOpenIsAbortedAfterAGrace() throws Exception {
    try (TwoServers two = new TwoServers("rebalance", "1s");
        Connection connection = two.open();
        Statement statement = connection.createStatement()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      ResultSet rows = statement.executeQuery("SELECT 1");
      bLeaves(two);
      assertThat(rows.next()).isTrue();
      awaitNoneAt(two);
      assertThatThrownBy(rows::next).hasFieldOrPropertyWithValue("SQLState", "40001");
      connection.rollback();
      read(connection);
      assertThat(at(connection)).isEqualTo("a");
    }
  }

  @Test
  void whatIsPinnedGoesOnThereForAGraceAndItsLossIsTold() throws Exception {
    try (TwoServers two = new TwoServers("rebalance", "1s");
        Connection connection = two.open()) {
      connection.setReadOnly(true);
      read(connection);
      connection.unwrap(SwivelConnection.class).pin();
      bLeaves(two);
      read(connection);
      assertThat(two.b.executed()).hasSize(2);
      awaitNoneAt(two);
      assertThatThrownBy(() -> read(connection))
          .isInstanceOf(SQLTransientConnectionException.class)
          .hasFieldOrPropertyWithValue("SQLState", "08006")
          .hasMessageContaining("pinned by the application");
    }
  }

  @Test
  void overInnerPoolsToo() throws Exception {
    try (TwoServers two =
            new TwoServers("rebalance", "1s", "pool", "true", "pool.maximumPoolSize", "3");
        PooledLogin login = two.pooled();
        Connection connection = login.open()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      read(connection);
      assertThat(at(connection)).isEqualTo("b");
      awaitAt(two, 3);
      bLeaves(two);
      awaitAt(two, 1); // those that nobody uses end at once
      try (Connection other = login.open()) {
        other.setReadOnly(true);
        read(other);
        assertThat(at(other)).isEqualTo("a");
      }
      read(connection);
      assertThat(two.b.executed()).hasSize(2);
      awaitNoneAt(two);
      assertThatThrownBy(() -> read(connection)).hasFieldOrPropertyWithValue("SQLState", "40001");
      connection.rollback();
      read(connection);
      assertThat(at(connection)).isEqualTo("a");
      connection.commit();
    }
  }

  @Test
  void oneOfAnInnerPoolThatEndsInTimeLosesNothing() throws Exception {
    try (TwoServers two = new TwoServers("pool", "true", "pool.maximumPoolSize", "3");
        PooledLogin login = two.pooled();
        Connection connection = login.open()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      read(connection);
      bLeaves(two);
      read(connection);
      connection.commit();
      read(connection);
      assertThat(at(connection)).isEqualTo("a");
      connection.commit();
      awaitNoneAt(two);
    }
  }

  private static void awaitAt(TwoServers two, int sessions) throws InterruptedException {
    while (TwoServers.open(two.b) != sessions) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static void awaitNoneAt(TwoServers two) throws InterruptedException {
    awaitAt(two, 0);
  }
}
