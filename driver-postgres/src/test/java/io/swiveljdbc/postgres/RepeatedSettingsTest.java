package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.jdbc.PgConnection;

/**
 * What differs when a transaction begins on another physical connection is repeated there in one
 * round trip, whoever set it and however; nothing is sent when nothing differs.
 */
@WithPostgres(readers = 1)
class RepeatedSettingsTest {

  private static final int OF_THE_QUESTION = 1;

  private final PostgresCluster cluster;
  private Connection connection;

  RepeatedSettingsTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    cluster.execute(cluster.writer(), "CREATE SCHEMA IF NOT EXISTS other");
    cluster.awaitReplayed();
    Known.all(cluster);
    bindToBothServers("extended");
  }

  private void bindToBothServers(String queryMode) throws SQLException {
    String options = CountingSockets.OPTION + "&preferQueryMode=" + queryMode;
    connection = DriverManager.getConnection(cluster.url() + options);
    everywhere("SELECT 1", "1");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void execute(String... texts) throws SQLException {
    connection.setReadOnly(false);
    for (String text : texts) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(text);
      }
    }
  }

  private void everywhere(String question, String answer) throws SQLException {
    for (boolean readOnly : new boolean[] {true, false}) {
      connection.setReadOnly(readOnly);
      String server = readOnly ? "on the reader" : "on the writer";
      assertThat(Sql.text(connection, question)).as(server).isEqualTo(answer);
    }
  }

  private int roundTripsOfAMove(boolean readOnly) throws Exception {
    return CountingSockets.during(
            () -> {
              connection.setReadOnly(readOnly);
              Sql.text(connection, "SELECT 1");
            })
        .roundTrips();
  }

  private DynamicTest costs(int more, String name, CountingSockets.Work changes) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          close();
          bindToBothServers("extended");
          changes.run();
          assertThat(roundTripsOfAMove(true)).isEqualTo(OF_THE_QUESTION + more);
          roundTripsOfAMove(false);
          assertThat(roundTripsOfAMove(true)).as("again").isEqualTo(OF_THE_QUESTION);
          assertThat(roundTripsOfAMove(false)).as("again").isEqualTo(OF_THE_QUESTION);
        });
  }

  @TestFactory
  Stream<DynamicTest> costOneRoundTripTogether() {
    return Stream.of(
        costs(0, "nothing", () -> {}),
        costs(0, "what the driver keeps to itself", this::setWhatIsLocal),
        costs(1, "three of JDBC's", this::setByJdbc),
        costs(1, "two by SQL text", () -> execute("SET app.a = 1", "SET work_mem = '5MB'")),
        costs(1, "what a function set", () -> execute("DO 'BEGIN SET TIME ZONE 7; END'")),
        costs(1, "of each kind, resets too", this::setOfEachKind));
  }

  private void setWhatIsLocal() throws SQLException {
    connection.setNetworkTimeout(Runnable::run, 60_000);
    connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    connection.setTypeMap(Map.of("t", String.class));
    connection.setCatalog("elsewhere");
    connection.setClientInfo("Unknown to pgjdbc", "me");
  }

  /** As the driver's own connection says that is bound now; pgjdbc ignores the other two. */
  private void assertLocalAt(PostgresServer server) throws SQLException {
    assertThat(Sql.number(connection, "SELECT inet_server_port()")).isEqualTo(server.directPort());
    PgConnection own = connection.unwrap(PgConnection.class);
    assertThat(own.getNetworkTimeout()).as("network timeout").isEqualTo(60_000);
    assertThat(own.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    assertThat(own.getTypeMap()).containsExactlyEntriesOf(Map.of("t", String.class));
  }

  @Test
  void theDriversOwnConnectionHasItAtBothServersAndAfterAFailover() throws SQLException {
    setWhatIsLocal();
    PostgresServer writer = cluster.writer();
    PostgresServer reader = cluster.readers().get(0);
    assertLocalAt(writer);
    connection.setReadOnly(true);
    assertLocalAt(reader);
    connection.setReadOnly(false);

    cluster.kill(writer);
    cluster.promote(reader);
    Known.lost(cluster, writer);
    assertLocalAt(reader);
    connection.setNetworkTimeout(Runnable::run, 0);
    connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    connection.setTypeMap(Map.of());
    Sql.text(connection, "SELECT 1");
    PgConnection own = connection.unwrap(PgConnection.class);
    assertThat(own.getNetworkTimeout()).isZero();
    assertThat(own.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    assertThat(own.getTypeMap()).isEmpty();
  }

  private void setByJdbc() throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setSchema("other");
    connection.setClientInfo("ApplicationName", "till");
  }

  private void setOfEachKind() throws SQLException {
    execute("SET work_mem = '5MB'", "SET search_path TO pg_catalog", "SET app.a = 1");
    everywhere("SHOW search_path", "pg_catalog");
    execute("RESET work_mem", "SET app.b = 2", "DO 'BEGIN SET TIME ZONE 7; END'");
    setWhatIsLocal();
    setByJdbc();
  }

  @ParameterizedTest
  @ValueSource(strings = {"extended", "extendedForPrepared", "simple"})
  void allOfItIsThereInOneRoundTripInEveryModeOfPgjdbc(String queryMode) throws Exception {
    close();
    bindToBothServers(queryMode);
    setOfEachKind();
    assertThat(roundTripsOfAMove(true)).isEqualTo(OF_THE_QUESTION + 1);
    everywhere(
        "SELECT concat_ws('|', current_schema(), current_setting('transaction_isolation'),"
            + " current_setting('application_name'), current_setting('work_mem'),"
            + " current_setting('app.a'), current_setting('app.b'), current_setting('timezone'))",
        "other|repeatable read|till|4MB|1|2|<+07>-07");
    assertThat(connection.getNetworkTimeout()).isEqualTo(60_000);
  }

  @Test
  void soItIsAfterARollbackThatUndidIt() throws SQLException {
    connection.setAutoCommit(false);
    execute("SET app.a = 1");
    connection.setSchema("other");
    connection.setClientInfo("ApplicationName", "till");
    connection.rollback();
    connection.setAutoCommit(true);
    everywhere(
        "SELECT concat_ws('|', current_schema(), current_setting('application_name'),"
            + " coalesce(current_setting('app.a', true), ''))",
        "other|till|");
  }

  @Test
  void aCommentBehindATextEndsWithIt() throws SQLException {
    execute("SET app.a = 1 -- why", "SET app.b = 2 /* and that */");
    everywhere("SELECT current_setting('app.a') || current_setting('app.b')", "12");
  }

  @Test
  void quotesAndBackslashesAreTakenAsTheyAre() throws SQLException {
    for (String standard : new String[] {"off", "on"}) {
      execute("SET standard_conforming_strings = " + standard);
      connection.setSchema("it's \\ " + standard);
      connection.setClientInfo("ApplicationName", "O'Neill \\'; -- " + standard);
      everywhere("SHOW search_path", "\"it's \\ " + standard + "\"");
      everywhere("SHOW application_name", "O'Neill \\'; -- " + standard);
    }
  }

  @Test
  void aSchemaOrANameThatIsEmptyIsNone() throws SQLException {
    setByJdbc();
    everywhere("SELECT current_schema()", "other");
    connection.setSchema("");
    connection.setClientInfo(new Properties());
    everywhere("SELECT current_schema()", null);
    everywhere("SHOW application_name", "");
    connection.setSchema(null);
    everywhere("SELECT current_schema()", "public");
  }

  @Test
  void whatPgjdbcRefusesItStillRefuses() throws SQLException {
    connection.setClientInfo("ApplicationName", "a\0b");
    Thrown.by(() -> Sql.text(connection, "SELECT 1")).withState("22023");
    connection.setClientInfo("ApplicationName", "ab");
    everywhere("SHOW application_name", "ab");
  }

  @Test
  void whatTheServerRefusesLeavesNothingThereOfWhatWentAlong() throws SQLException {
    cluster.execute(cluster.writer(), "CREATE ROLE passing");
    connection.setSchema("other");
    execute("SET app.a = 1", "SET ROLE passing");
    cluster.execute(cluster.writer(), "DROP ROLE passing");
    cluster.awaitReplayed();
    connection.setReadOnly(true);
    Thrown.by(() -> Sql.text(connection, "SELECT 1")).withState("22023");
    execute("RESET ROLE");
    connection.setSchema("public");
    everywhere("SELECT current_schema() || current_setting('app.a')", "public1");
  }
}
