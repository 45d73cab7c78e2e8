package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where transactions run, on a healthy cluster of a writer and two readers. */
@WithPostgres(readers = 2)
class RoutingTest {

  private final PostgresCluster cluster;

  RoutingTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void everyServerIsKnown() throws SQLException {
    Known.all(cluster);
  }

  private Connection connect(String options) throws SQLException {
    return DriverManager.getConnection(cluster.url() + options);
  }

  private static boolean onReader(Connection connection) throws SQLException {
    return Sql.bool(connection, "SELECT pg_is_in_recovery()");
  }

  @Test
  void transactionsRunOnTheWriterUntilTheyAreDeclaredReadOnly() throws SQLException {
    try (Connection connection = connect("")) {
      assertThat(onReader(connection)).isFalse();
      connection.setReadOnly(true);
      assertThat(onReader(connection)).isTrue();
      connection.setReadOnly(false);
      assertThat(onReader(connection)).isFalse();
    }
  }

  @Test
  void roundRobinTakesEveryReaderInItsTurn() throws SQLException {
    Map<Integer, Integer> connections = new HashMap<>();
    List<Connection> open = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Connection connection = connect("&swivel.readerPolicy=round-robin");
      open.add(connection);
      connection.setReadOnly(true);
      connections.merge(Sql.number(connection, "SHOW port"), 1, Integer::sum);
    }
    for (Connection connection : open) {
      connection.close();
    }
    assertThat(connections.values()).containsExactly(3, 3);
  }

  @Test
  void anUnknownReaderPolicyIsRefusedWithTheNearestName() {
    Thrown.by(() -> connect("&swivel.readerPolicy=least-bussy"))
        .withState("22023")
        .saying("did you mean least-busy?");
  }

  @Test
  void oneBorrowAlternatesReadOnlyReadWriteAndNoTransaction() throws SQLException {
    try (Connection connection = connect("")) {
      for (int round = 0; round < 3; round++) {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        assertThat(onReader(connection)).isTrue();
        connection.commit();
        connection.setAutoCommit(true);
        connection.setReadOnly(false);

        connection.setAutoCommit(false);
        assertThat(onReader(connection)).isFalse();
        connection.commit();
        connection.setAutoCommit(true);

        assertThat(onReader(connection)).isFalse();
      }
    }
  }

  @Test
  void aLogicalConnectionKeepsOneConnectionToTheWriterAndOneToAReader() throws SQLException {
    try (Connection connection = connect("")) {
      int writer = Sql.number(connection, "SELECT pg_backend_pid()");
      connection.setReadOnly(true);
      int reader = Sql.number(connection, "SELECT pg_backend_pid()");
      for (int round = 0; round < 5; round++) {
        connection.setReadOnly(false);
        assertThat(Sql.number(connection, "SELECT pg_backend_pid()")).isEqualTo(writer);
        connection.setReadOnly(true);
        assertThat(Sql.number(connection, "SELECT pg_backend_pid()")).isEqualTo(reader);
      }
    }
  }

  @Test
  void readOnlyCannotChangeAfterAStatementInATransactionAndNeverBefore() throws SQLException {
    try (Connection connection = connect("")) {
      connection.setAutoCommit(false);
      connection.setSchema("public");
      connection.getMetaData().getDatabaseProductName();
      connection.setReadOnly(true);
      assertThat(onReader(connection)).isTrue();
      Thrown.by(() -> connection.setReadOnly(false)).withState("25001");
      connection.rollback();
      connection.setReadOnly(false);
      assertThat(onReader(connection)).isFalse();
      connection.rollback();
    }
  }

  @Test
  void aTransactionBegunInSqlTextStaysWhereItBegan() throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      int session = Sql.number(connection, "SELECT pg_backend_pid()");
      Thrown.by(() -> connection.setReadOnly(true)).withState("25001");
      assertThat(Sql.number(connection, "SELECT pg_backend_pid()")).isEqualTo(session);
      statement.execute("COMMIT");
      connection.setReadOnly(true);
      assertThat(onReader(connection)).isTrue();
    }
  }

  @Test
  void theServerRefusesWritesInAReadOnlyTransaction() throws SQLException {
    cluster.execute(cluster.writer(), "CREATE TABLE IF NOT EXISTS refused (id int)");
    cluster.awaitReplayed();
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      for (boolean autoCommit : new boolean[] {true, false}) {
        connection.setReadOnly(true);
        connection.setAutoCommit(autoCommit);
        Thrown.by(() -> statement.executeUpdate("INSERT INTO refused VALUES (1)"))
            .withState("25006");
        if (!autoCommit) {
          connection.rollback();
        }
      }
    }
  }

  @Test
  void aSerializableReadRunsReadOnlyOnTheWriterSinceAStandbyRefusesIt() throws SQLException {
    try (Connection connection = connect("")) {
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      assertThat(onReader(connection)).isFalse();
      assertThat(Sql.text(connection, "SHOW transaction_read_only")).isEqualTo("on");
      connection.rollback();
    }
  }

  @Test
  void aSessionOnAReaderIsSealedSoThatAPromotionCannotMakeItWrite() throws SQLException {
    try (Connection connection = connect("")) {
      connection.setReadOnly(true);
      assertThat(Sql.text(connection, "SHOW default_transaction_read_only")).isEqualTo("on");
      connection.setReadOnly(false);
      assertThat(Sql.text(connection, "SHOW default_transaction_read_only")).isEqualTo("off");
    }
  }

  @Test
  void withoutAReaderReadsFallBackToTheWriterAndBeginReadOnly() throws SQLException {
    cluster.readers().forEach(cluster::kill);
    cluster.execute(cluster.writer(), "ALTER SYSTEM SET synchronous_standby_names = ''");
    cluster.execute(cluster.writer(), "SELECT pg_reload_conf()");
    try (Connection connection = connect("")) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      assertThat(onReader(connection)).isFalse();
      assertThat(Sql.text(connection, "SHOW transaction_read_only")).isEqualTo("on");
      connection.commit();
      connection.setReadOnly(false);
      assertThat(Sql.text(connection, "SHOW transaction_read_only")).isEqualTo("off");
      connection.commit();
    } finally {
      cluster.execute(cluster.writer(), "ALTER SYSTEM RESET synchronous_standby_names");
      cluster.execute(cluster.writer(), "SELECT pg_reload_conf()");
    }
  }

  @Test
  void withoutAReaderReadsFailWhenFallingBackIsForbidden() throws SQLException {
    cluster.readers().forEach(cluster::kill);
    try (Connection connection =
        connect("&swivel.readFallback=fail&swivel.failoverTimeout=200ms")) {
      connection.setReadOnly(true);
      Thrown.noServer(() -> onReader(connection))
          .saying(
              "No server for reads within 200 ms",
              cluster.writer().host() + ":" + cluster.writer().port());
    }
  }

  @Test
  void theReadOnlyOptionIsAFloorThatSurvivesThePool() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(cluster.url() + "&swivel.readOnly=true");
    config.setMaximumPoolSize(2);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      for (int borrow = 0; borrow < 3; borrow++) {
        try (Connection connection = pool.getConnection()) {
          assertThat(connection.isReadOnly()).isFalse();
          assertThat(onReader(connection)).isTrue();
          connection.setReadOnly(false);
          assertThat(onReader(connection)).isTrue();
        }
      }
    }
  }

  @Test
  void targetServerTypeMeansWhatItMeansInPgjdbc() throws SQLException {
    Map<String, Boolean> readsByDefault =
        Map.of(
            "primary",
            false,
            "any",
            false,
            "preferPrimary",
            false,
            "master",
            false,
            "secondary",
            true,
            "preferSecondary",
            true,
            "slave",
            true,
            "preferSlave",
            true);
    for (Map.Entry<String, Boolean> type : readsByDefault.entrySet()) {
      try (Connection connection = connect("&targetServerType=" + type.getKey())) {
        assertThat(onReader(connection)).as(type.getKey()).isEqualTo(type.getValue());
      }
    }
  }

  @Test
  void readersShareByConnectionsInUse() throws SQLException {
    List<Connection> connections = new ArrayList<>();
    Map<String, Integer> perServer = new HashMap<>();
    try {
      for (int i = 0; i < 10; i++) {
        Connection connection = connect("");
        connections.add(connection);
        connection.setReadOnly(true);
        perServer.merge(Sql.text(connection, "SHOW port"), 1, Integer::sum);
      }
      List<String> readerPorts =
          cluster.readers().stream().map(PostgresServer::directPort).map(String::valueOf).toList();
      assertThat(perServer.keySet()).containsExactlyInAnyOrderElementsOf(readerPorts);
      assertThat(perServer.values()).containsOnly(5);
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  @Test
  void aConnectionTellsItsServerItsRoleAndTheTopology() throws SQLException {
    try (Connection connection = connect("")) {
      SwivelConnection swivel = connection.unwrap(SwivelConnection.class);
      assertThat(onReader(connection)).isFalse();
      assertThat(swivel.role()).isEqualTo(Role.WRITER);
      assertThat(swivel.currentServer().orElseThrow().address().port())
          .isEqualTo(cluster.writer().port());
      assertThat(swivel.topology().servers()).hasSize(3);
      assertThat(swivel.topology().term().value()).isPositive();
      connection.setReadOnly(true);
      assertThat(onReader(connection)).isTrue();
      assertThat(swivel.role()).isEqualTo(Role.READER);
    }
  }
}
