package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What one question over Connector/J's own connection tells and does. */
@WithMysql(readers = 2, groupReplication = true, user = Trial.USER, password = "secret")
class ObservingTest {

  private final MysqlCluster cluster;
  private final MysqlReplication discovery = new MysqlReplication();

  ObservingTest(MysqlCluster cluster) {
    this.cluster = cluster;
    Trial.grant(
        cluster,
        "SELECT ON performance_schema.replication_group_members",
        "SELECT ON performance_schema.replication_group_member_stats");
  }

  private SelfReport observe(Connection connection, MysqlServer server, boolean seal)
      throws SQLException {
    return discovery.observe(connection, new HostAddress(server.host(), server.port()), seal);
  }

  @Test
  void theSessionsSettingsChangeNothing() throws SQLException {
    MysqlServer reader = cluster.readers().get(0);
    try (Connection connection = DriverManager.getConnection(reader.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SET sql_select_limit = 1, sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES,HIGH_NOT_PRECEDENCE',"
              + " collation_connection = 'latin1_german2_ci', time_zone = '+11:00'");

      SelfReport report = observe(connection, reader, false);

      assertThat(report.role()).isEqualTo(Role.READER);
      assertThat(report.term().value()).isPositive();
      assertThat(report.peers()).hasSize(3);
      try (Connection plain = DriverManager.getConnection(reader.jdbcUrl())) {
        assertThat(observe(plain, reader, false).self()).isEqualTo(report.self());
      }
    }
  }

  @Test
  void aSealedSessionRefusesWritesThoughItsServerTakesThemLater() throws SQLException {
    MysqlServer reader = cluster.readers().get(0);
    cluster.execute(cluster.writer(), "CREATE TABLE sealed (id int PRIMARY KEY)");
    cluster.awaitReplayed();
    try (Connection connection = DriverManager.getConnection(reader.jdbcUrl())) {
      assertThat(observe(connection, reader, true).role()).isEqualTo(Role.READER);
      cluster.switchover(reader);
      assertThat(observe(connection, reader, true).role()).isEqualTo(Role.WRITER);

      assertThat(connection.isReadOnly()).isTrue();
      assertThat(Sql.text(connection, "SELECT @@session.transaction_read_only")).isEqualTo("1");
      // Prepared by the server, it passes by Connector/J's own check.
      Thrown.by(
          () -> {
            try (Statement statement = connection.createStatement()) {
              statement.execute("PREPARE p FROM 'INSERT INTO sealed VALUES (1)'");
              statement.execute("EXECUTE p");
            }
          });
      assertThat(Sql.number(connection, "SELECT count(*) FROM sealed")).isZero();
    }
  }

  @Test
  void aSessionWithTheWriterIsNotSealed() throws SQLException {
    try (Connection connection = DriverManager.getConnection(cluster.writer().jdbcUrl())) {
      assertThat(observe(connection, cluster.writer(), true).role()).isEqualTo(Role.WRITER);

      assertThat(Sql.text(connection, "SELECT @@session.transaction_read_only")).isEqualTo("0");
    }
  }
}
