package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the connection says of its settings is what the server has. */
@WithPostgres(readers = 1)
class SettingsTest {

  private final PostgresCluster cluster;
  private Connection connection;

  SettingsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    cluster.execute(cluster.writer(), "CREATE SCHEMA IF NOT EXISTS other");
    cluster.awaitReplayed();
    connection = DriverManager.getConnection(cluster.url());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void schemaIs(String name) throws SQLException {
    assertThat(Sql.text(connection, "SELECT current_schema()")).isEqualTo(name);
    assertThat(connection.getSchema()).isEqualTo(name);
  }

  @Test
  void noSchemaIsTheServersDefaultOnEitherServer() throws SQLException {
    connection.setSchema("other");
    schemaIs("other");
    connection.setReadOnly(true);
    schemaIs("other");
    connection.setSchema(null);
    assertThat(connection.getSchema()).isEqualTo("public");
    schemaIs("public");
    connection.setReadOnly(false);
    schemaIs("public");
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "prefer"})
  void theTimeAllowedForALoginBoundsNoQuery(String sslmode) throws SQLException {
    String url = cluster.url() + "&swivel.connectTimeout=500ms&sslmode=" + sslmode;
    try (Connection impatient = DriverManager.getConnection(url)) {
      assertThat(impatient.getNetworkTimeout()).isZero();
      Sql.text(impatient, "SELECT pg_sleep(0.8)");
      assertThat(physical(impatient).getNetworkTimeout()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "prefer"})
  void theApplicationsOwnSocketTimeoutIsKept(String sslmode) throws SQLException {
    String url = cluster.url() + "&socketTimeout=7&sslmode=" + sslmode;
    try (Connection bounded = DriverManager.getConnection(url)) {
      assertThat(bounded.getNetworkTimeout()).isEqualTo(7_000);
      assertThat(physical(bounded).getNetworkTimeout()).isEqualTo(7_000);
    }
  }

  private static Connection physical(Connection logical) throws SQLException {
    return logical.unwrap(org.postgresql.jdbc.PgConnection.class);
  }

  @Test
  void aRollbackAsTextUndoesNoSettingForGood() throws SQLException {
    connection.setAutoCommit(false);
    schemaIs("public");
    connection.setSchema("other");
    connection.setClientInfo("ApplicationName", "renamed");
    Sql.update(connection, "ROLLBACK");
    schemaIs("other");
    assertThat(Sql.text(connection, "SHOW application_name")).isEqualTo("renamed");
    connection.rollback();
    schemaIs("other");
  }

  @Test
  void aRollbackToASavepointUndoesNoSettingForGood() throws SQLException {
    connection.setAutoCommit(false);
    Savepoint before = connection.setSavepoint();
    connection.setSchema("other");
    connection.rollback(before);
    connection.setSchema("other");
    schemaIs("other");
    connection.rollback(before);
    connection.commit();
    schemaIs("other");
  }

  @Test
  void pgjdbcsOwnReadOnlyParameterIsAnIntentFromTheStart() throws SQLException {
    try (Connection reading = DriverManager.getConnection(cluster.url() + "&readOnly=true")) {
      assertThat(reading.isReadOnly()).isTrue();
      assertThat(Sql.bool(reading, "SELECT pg_is_in_recovery()")).isTrue();
      reading.setReadOnly(false);
      assertThat(reading.isReadOnly()).isFalse();
      assertThat(Sql.bool(reading, "SELECT pg_is_in_recovery()")).isFalse();
    }
  }

  @Test
  void aHoldabilityThatDoesNotExistIsRefusedAtOnce() throws SQLException {
    Thrown.by(() -> connection.setHoldability(99)).withState("22023");
    connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    schemaIs("public");
  }
}
