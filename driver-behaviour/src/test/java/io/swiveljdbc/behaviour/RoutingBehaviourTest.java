package io.swiveljdbc.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where transactions run while all is well, and without readers. */
class RoutingBehaviourTest extends OnEveryCluster {

  @Test
  void oneBorrowAlternatesReadOnlyReadWriteAndNoTransaction() throws SQLException {
    try (Connection connection = connect()) {
      for (int round = 0; round < 3; round++) {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        assertThat(onWriter(connection)).isFalse();
        connection.commit();
        connection.setAutoCommit(true);
        connection.setReadOnly(false);

        connection.setAutoCommit(false);
        assertThat(onWriter(connection)).isTrue();
        connection.commit();
        connection.setAutoCommit(true);

        assertThat(onWriter(connection)).isTrue();
      }
    }
  }

  @Test
  void readOnlyCannotChangeAfterAStatementInATransaction() throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      Sql.number(connection, "SELECT count(*) FROM t");
      Thrown.by(() -> connection.setReadOnly(false)).withState("25001");
      connection.rollback();
      connection.setReadOnly(false);
      assertThat(onWriter(connection)).isTrue();
      connection.rollback();
    }
  }

  @Test
  void aTransactionBegunInSqlTextStaysWhereItBegan() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("START TRANSACTION");
      statement.execute("INSERT INTO t VALUES (1)");
      Thrown.by(() -> connection.setReadOnly(true)).withState("25001");
      assertThat(onWriter(connection)).isTrue();
      statement.execute("COMMIT");
      connection.setReadOnly(true);
      assertThat(onWriter(connection)).isFalse();
    }
  }

  @Test
  void theServerRefusesWritesInAReadOnlyTransactionAndTheErrorIsTheApplications()
      throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (boolean autoCommit : new boolean[] {true, false}) {
        connection.setReadOnly(true);
        connection.setAutoCommit(autoCommit);
        Thrown.by(() -> statement.executeUpdate("INSERT INTO t VALUES (1)"))
            .withState(kind.dialect().writeRefused());
        if (!autoCommit) {
          connection.rollback();
        }
      }
    }
    assertThat(rows()).isZero();
  }

  @Test
  void readersShareByConnectionsInUse() throws SQLException {
    List<Connection> connections = new ArrayList<>();
    Map<LocalServer, Integer> perServer = new HashMap<>();
    try {
      for (int i = 0; i < 10; i++) {
        Connection connection = connect();
        connections.add(connection);
        connection.setReadOnly(true);
        perServer.merge(server(connection), 1, Integer::sum);
      }
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
    assertThat(perServer).hasSize(2).doesNotContainKey(cluster.writer());
    assertThat(perServer.values()).containsOnly(5);
  }

  @Test
  void withoutReadersReadsRunOnTheWriterWhichRefusesWritesInThem() throws SQLException {
    try (Connection connection = connect()) {
      List<LocalServer> readers = List.copyOf(cluster.readers());
      readers.forEach(cluster::cutOff);
      Known.await(connection, topology -> Known.fit(topology, Role.READER) == 0);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      assertThat(onWriter(connection)).isTrue();
      Thrown.by(() -> Sql.update(connection, "INSERT INTO t VALUES (1)"))
          .withState(kind.dialect().writeRefused());
      connection.rollback();
      connection.setReadOnly(false);
      Sql.update(connection, "INSERT INTO t VALUES (2)");
      connection.commit();
    }
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void withoutAReaderReadsFailWhenFallingBackIsForbidden() throws SQLException {
    try (Connection connection =
        connect("swivel.readFallback=fail", "swivel.failoverTimeout=200ms")) {
      List.copyOf(cluster.readers()).forEach(cluster::cutOff);
      Known.await(connection, topology -> Known.fit(topology, Role.READER) == 0);
      connection.setReadOnly(true);
      Thrown.noServer(() -> onWriter(connection))
          .saying("No server for reads within 200 ms", ":" + cluster.writer().port());
    }
  }

  @Test
  void aConnectionTellsItsServerItsRoleAndTheTopology() throws SQLException {
    try (Connection connection = connect()) {
      SwivelConnection swivel = connection.unwrap(SwivelConnection.class);
      assertThat(onWriter(connection)).isTrue();
      assertThat(swivel.role()).isEqualTo(Role.WRITER);
      assertThat(swivel.currentServer().orElseThrow().address().port())
          .isEqualTo(cluster.writer().port());
      assertThat(swivel.topology().servers()).hasSize(3);
    }
  }
}
