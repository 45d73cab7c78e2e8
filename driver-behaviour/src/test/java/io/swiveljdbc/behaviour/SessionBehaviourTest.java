package io.swiveljdbc.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.testkit.Supervisor;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an application put on its connection goes where the connection goes. */
class SessionBehaviourTest extends OnEveryCluster {

  private void failOver() throws SQLException {
    LocalServer writer = cluster.writer();
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(100))) {
      lose(writer);
      supervisor.awaitPromotion(Duration.ofSeconds(20));
    }
    Known.lost(cluster, writer);
  }

  private boolean isSet(Connection connection) throws SQLException {
    String said = Sql.text(connection, kind.dialect().settingIsSet());
    return said.equals("t") || said.equals("1");
  }

  @Test
  @LosesServers
  void whatSqlTextSetHoldsOnReaderAndWriterAndAfterAFailover() throws SQLException {
    try (Connection connection = connect()) {
      Sql.update(connection, kind.dialect().setting());
      assertThat(isSet(connection)).isTrue();
      connection.setReadOnly(true);
      assertThat(isSet(connection)).isTrue();
      connection.setReadOnly(false);
      failOver();
      assertThat(isSet(connection)).isTrue();
    }
  }

  @Test
  @LosesServers
  void isolationHoldsOnReaderAndWriterAndAfterAFailover() throws SQLException {
    try (Connection connection = connect()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
      connection.setReadOnly(true);
      assertThat(onWriter(connection)).isFalse();
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_READ_UNCOMMITTED);
      connection.setReadOnly(false);
      failOver();
      assertThat(onWriter(connection)).isTrue();
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_READ_UNCOMMITTED);
    }
  }

  @Test
  @LosesServers
  void preparedStatementsOutliveReadersWritersAndAFailover() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement count =
            connection.prepareStatement("SELECT count(*) + ? FROM t WHERE id < ?")) {
      count.setInt(1, 40);
      count.setInt(2, 5);
      assertThat(one(count)).isEqualTo(40);
      connection.setReadOnly(true);
      assertThat(one(count)).isEqualTo(40);
      connection.setReadOnly(false);
      Sql.update(connection, "INSERT INTO t VALUES (1)");
      failOver();
      assertThat(one(count)).isEqualTo(41);
    }
  }

  private static int one(PreparedStatement query) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  @LosesServers
  void aTemporaryTableKeepsTheConnectionWhereItIsAndItsLossIsTold() throws SQLException {
    try (Connection connection = connect()) {
      Sql.update(connection, "CREATE TEMPORARY TABLE kept (id int)");
      assertThat(connection.unwrap(SwivelConnection.class).pins()).isNotEmpty();
      connection.setReadOnly(true);
      assertThat(Sql.number(connection, "SELECT count(*) FROM kept")).isZero();
      connection.setReadOnly(false);
      failOver();
      Thrown.by(() -> Sql.number(connection, "SELECT count(*) FROM kept"))
          .withState("08006")
          .saying("kept");
      assertThat(connection.isClosed()).isTrue();
    }
  }

  @Test
  void aTemporaryTableThatWasDroppedKeepsNothing() throws SQLException {
    try (Connection connection = connect()) {
      Sql.update(connection, "CREATE TEMPORARY TABLE kept (id int)");
      Sql.update(connection, "DROP TABLE kept");
      assertThat(connection.unwrap(SwivelConnection.class).pins()).isEmpty();
      connection.setReadOnly(true);
      assertThat(onWriter(connection)).isFalse();
    }
  }
}
