package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.postgres.CountingSockets.Count;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What pools and frameworks call before the first statement: on an unbound connection it works,
 * costs no round trip and binds nothing. The lists are measured ones.
 */
@WithPostgres(readers = 2)
class UnboundCallsTest {

  private final PostgresCluster cluster;
  private Connection keepsTheClusterKnown;

  UnboundCallsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void theClusterIsKnown() throws SQLException {
    Known.all(cluster);
    keepsTheClusterKnown = connect();
  }

  @AfterEach
  void close() throws SQLException {
    keepsTheClusterKnown.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(cluster.url() + CountingSockets.OPTION);
  }

  private interface Calls {
    void on(Connection connection) throws SQLException;
  }

  private DynamicTest free(String name, Calls calls) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          Count count =
              CountingSockets.during(
                  () -> {
                    try (Connection connection = connect()) {
                      calls.on(connection);
                    }
                  });
          assertThat(count).isEqualTo(Count.NOTHING);
        });
  }

  @TestFactory
  Stream<DynamicTest> costNothing() {
    return Stream.of(
        free("HikariCP, first connection", UnboundCallsTest::hikariFirst),
        free("HikariCP, a later connection", UnboundCallsTest::hikariLater),
        free("HikariCP, borrow after idling, keepalive", UnboundCallsTest::hikariIdle),
        free("HikariCP, return", UnboundCallsTest::hikariReturn),
        free("Agroal, create and return", UnboundCallsTest::agroal),
        free("DBCP2, borrow and return", UnboundCallsTest::dbcp2),
        free("Tomcat JDBC, return", UnboundCallsTest::tomcat),
        free("Spring, begin and commit with nothing executed", UnboundCallsTest::spring),
        free("Exposed, begin", UnboundCallsTest::exposed),
        free("MyBatis, begin, then read-only", UnboundCallsTest::mybatis),
        free("statements, as Hibernate and Spring prepare them", UnboundCallsTest::statements),
        free("Hibernate, start-up and after a transaction", UnboundCallsTest::hibernate),
        free("settings that last", UnboundCallsTest::settings),
        free("metadata by which frameworks decide", UnboundCallsTest::metadata));
  }

  private static void hikariFirst(Connection c) throws SQLException {
    int before = c.getNetworkTimeout();
    c.setNetworkTimeout(Runnable::run, 5000);
    assertThat(c.isReadOnly()).isFalse();
    assertThat(c.getAutoCommit()).isTrue();
    assertThat(c.isValid(5)).isTrue();
    c.setTransactionIsolation(c.getTransactionIsolation());
    c.setCatalog(c.getCatalog());
    c.setSchema(c.getSchema());
    c.setNetworkTimeout(Runnable::run, before);
  }

  private static void hikariLater(Connection c) throws SQLException {
    c.setNetworkTimeout(Runnable::run, 5000);
    assertThat(c.isReadOnly()).isFalse();
    assertThat(c.getAutoCommit()).isTrue();
    c.setNetworkTimeout(Runnable::run, 0);
  }

  private static void hikariIdle(Connection c) throws SQLException {
    c.setNetworkTimeout(Runnable::run, 5000);
    assertThat(c.isValid(5)).isTrue();
    c.setNetworkTimeout(Runnable::run, 0);
  }

  private static void hikariReturn(Connection c) throws SQLException {
    c.setAutoCommit(false);
    c.setReadOnly(true);
    c.rollback();
    c.setReadOnly(false);
    c.setAutoCommit(true);
    c.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    c.setNetworkTimeout(Runnable::run, 0);
    c.clearWarnings();
    assertThat(c.isClosed()).isFalse();
  }

  private static void agroal(Connection c) throws SQLException {
    c.getTransactionIsolation();
    c.getHoldability();
    c.setAutoCommit(true);
    try (Statement leaked = c.createStatement()) {
      leaked.cancel();
    }
    c.setReadOnly(false);
    assertThat((Throwable) c.getWarnings()).isNull();
  }

  private static void dbcp2(Connection c) throws SQLException {
    assertThat(c.isClosed()).isFalse();
    assertThat(c.isValid(0)).isTrue();
    c.setAutoCommit(false);
    c.rollback();
    c.clearWarnings();
    c.setAutoCommit(true);
    assertThat(c.getAutoCommit()).isTrue();
  }

  private static void tomcat(Connection c) throws SQLException {
    assertThat(c.isClosed()).isFalse();
    c.clearWarnings();
  }

  private static void spring(Connection c) throws SQLException {
    c.setReadOnly(true);
    c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    assertThat(c.getAutoCommit()).isTrue();
    c.setAutoCommit(false);
    assertThat(c.getMetaData().supportsSavepoints()).isTrue();
    c.commit();
    c.setAutoCommit(true);
    c.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    c.setReadOnly(false);
  }

  private static void exposed(Connection c) throws SQLException {
    c.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    c.setReadOnly(true);
    c.setAutoCommit(false);
    c.rollback();
  }

  private static void mybatis(Connection c) throws SQLException {
    assertThat(c.getAutoCommit()).isTrue();
    c.setAutoCommit(false);
    c.setReadOnly(true);
    c.setAutoCommit(true);
  }

  private static void statements(Connection c) throws SQLException {
    PreparedStatement scroll = c.prepareStatement("SELECT ?", 1003, 1007);
    scroll.setQueryTimeout(5);
    scroll.setFetchSize(50);
    scroll.setMaxRows(10);
    scroll.setInt(1, 1);
    scroll.setNull(1, Types.INTEGER);
    scroll.clearParameters();
    assertThat(scroll.getQueryTimeout()).isEqualTo(5);
    assertThat(scroll.getMaxRows()).isEqualTo(10);
    PreparedStatement keys = c.prepareStatement("INSERT INTO x VALUES (?)", 1);
    keys.setString(1, "a");
    keys.addBatch();
    keys.clearBatch();
    assertThat(keys.executeBatch()).isEmpty();
    assertThat(keys.getUpdateCount()).isEqualTo(-1);
    assertThat(keys.getResultSet() == null).isTrue();
    assertThat(keys.getMoreResults()).isFalse();
    assertThat(keys.isClosed()).isFalse();
    assertThat(keys.getConnection()).isSameAs(c);
    keys.close();
    c.prepareCall("{? = call f(?)}").registerOutParameter(1, Types.INTEGER);
  }

  private static void hibernate(Connection c) throws SQLException {
    DatabaseMetaData metadata = c.getMetaData();
    assertThat(metadata.getDatabaseProductName()).isEqualTo("PostgreSQL");
    assertThat(metadata.getDatabaseProductVersion()).startsWith("18");
    assertThat(metadata.getDatabaseMajorVersion()).isEqualTo(18);
    assertThat(metadata.getDriverName()).isEqualTo("PostgreSQL JDBC Driver");
    assertThat(metadata.getDriverMajorVersion()).isEqualTo(42);
    assertThat(metadata.storesLowerCaseIdentifiers()).isTrue();
    assertThat(metadata.supportsBatchUpdates()).isTrue();
    assertThat(metadata.getJDBCMajorVersion()).isEqualTo(4);
    c.getSchema();
    c.getCatalog();
    assertThat((Throwable) c.getWarnings()).isNull();
    c.clearWarnings();
  }

  private static void settings(Connection c) throws SQLException {
    c.setSchema("other");
    assertThat(c.getSchema()).isEqualTo("other");
    c.setClientInfo("ApplicationName", "shop");
    assertThat(c.getClientInfo("ApplicationName")).isEqualTo("shop");
    c.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    c.setTypeMap(Map.of());
    assertThat(c.getTypeMap()).isEmpty();
  }

  private static void metadata(Connection c) throws SQLException {
    DatabaseMetaData metadata = c.getMetaData();
    assertThat(metadata.supportsMultipleResultSets()).isTrue();
    assertThat(metadata.getConnection()).isSameAs(c);
    assertThat(metadata.isReadOnly()).isFalse();
    assertThat(metadata.getURL()).startsWith("jdbc:postgresql://127.0.0.1:").doesNotContain("?");
    assertThat(metadata.getUserName()).isEqualTo("postgres");
  }

  @Test
  void whatWasSetBeforeIsThereWhenTheFirstStatementBinds() throws SQLException {
    try (Connection connection = connect()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setSchema("pg_catalog");
      connection.setClientInfo("ApplicationName", "shop");
      PreparedStatement query =
          connection.prepareStatement(
              "SELECT current_schema, current_setting('transaction_isolation'),"
                  + " current_setting('application_name'), ?::int");
      query.setInt(1, 7);
      for (boolean readOnly : new boolean[] {false, true}) {
        connection.setReadOnly(readOnly);
        try (ResultSet row = query.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(List.of(row.getString(1), row.getString(2), row.getString(3), row.getInt(4)))
              .containsExactly("pg_catalog", "repeatable read", "shop", 7);
        }
      }
    }
  }

  @Test
  void aReadOnlyTransactionThroughHikariCostsNoExtraRoundTrip() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(cluster.url() + CountingSockets.OPTION);
    config.setMaximumPoolSize(1);
    HikariConfig plain = new HikariConfig();
    plain.setJdbcUrl(cluster.readers().get(0).jdbcUrl() + CountingSockets.OPTION);
    plain.setMaximumPoolSize(1);
    try (HikariDataSource ours = new HikariDataSource(config);
        HikariDataSource theirs = new HikariDataSource(plain)) {
      readOnlyTransaction(ours);
      readOnlyTransaction(theirs);
      Count swivel = CountingSockets.during(() -> readOnlyTransaction(ours));
      Count pgjdbc = CountingSockets.during(() -> readOnlyTransaction(theirs));
      assertThat(swivel).isEqualTo(pgjdbc);
    }
  }

  private static void readOnlyTransaction(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      try (PreparedStatement query = connection.prepareStatement("SELECT 1");
          ResultSet row = query.executeQuery()) {
        assertThat(row.next()).isTrue();
      }
      connection.commit();
    }
  }

  @Test
  void aPhysicalConnectionIsCheckedWithOneRoundTripBeforeItsFirstUse() throws Exception {
    Count plain =
        CountingSockets.during(
            () -> {
              try (Connection connection =
                  DriverManager.getConnection(
                      cluster.writer().jdbcUrl() + CountingSockets.OPTION)) {
                Sql.text(connection, "SELECT 1");
              }
            });
    Count ours =
        CountingSockets.during(
            () -> {
              try (Connection connection = connect()) {
                Sql.text(connection, "SELECT 1");
              }
            });
    assertThat(ours.connections()).isEqualTo(plain.connections());
    assertThat(ours.roundTrips()).isEqualTo(plain.roundTrips() + 1);
  }
}
