package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Physical connections are replaced between two transactions when they are old. */
@WithPostgres(readers = 1, user = "app", password = "secret")
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecyclingTest {

  private static final String SESSION = "SELECT pg_backend_pid()";

  private final PostgresCluster cluster;
  private Connection connection;

  RecyclingTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection(cluster.url() + "&swivel.maxLifetime=1s");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private String awaitAnotherSession(String first) throws Exception {
    String session = first;
    while (session.equals(first)) {
      TimeUnit.MILLISECONDS.sleep(20);
      session = Sql.text(connection, SESSION);
    }
    return session;
  }

  private static void use(Connection connection, long millis) throws SQLException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      Sql.text(connection, "SELECT pg_sleep(0.05)");
    }
  }

  @Test
  void anOldConnectionIsReplacedOnTheWriterAndOnAReader() throws Exception {
    for (boolean readOnly : new boolean[] {false, true}) {
      connection.setReadOnly(readOnly);
      String first = Sql.text(connection, SESSION);
      awaitAnotherSession(first);
      PostgresServer server = readOnly ? cluster.readers().get(0) : cluster.writer();
      ServerActivity.awaitAnswer(
          cluster, server, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + first, "0");
    }
  }

  @Test
  void neverInATransaction() throws Exception {
    connection.setAutoCommit(false);
    String first = Sql.text(connection, SESSION);
    use(connection, 2_500);
    assertThat(Sql.text(connection, SESSION)).isEqualTo(first);
    connection.commit();
    assertThat(Sql.text(connection, SESSION)).isNotEqualTo(first);
    connection.commit();
  }

  @Test
  void neverOneThatIsPinned() throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE basket (id int)");
    }
    String first = Sql.text(connection, SESSION);
    use(connection, 2_500);
    assertThat(Sql.text(connection, SESSION)).isEqualTo(first);
  }

  @Test
  void anOpenResultSetIsReadToItsEnd() throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT pg_backend_pid(), generate_series(1, 9)")) {
      assertThat(rows.next()).isTrue();
      awaitAnotherSession(rows.getString(1));
      for (int row = 2; row <= 9; row++) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(2)).isEqualTo(row);
      }
    }
  }

  @Test
  void oneThatCannotBeReplacedStays() throws Exception {
    Sql.text(connection, SESSION);
    cluster.execute(cluster.writer(), "ALTER DATABASE postgres CONNECTION LIMIT 0");
    String first = Sql.text(connection, SESSION);
    try {
      Thrown.by(() -> DriverManager.getConnection(cluster.writer().jdbcUrl())).withState("53300");
      use(connection, 2_500);
      assertThat(Sql.text(connection, SESSION)).isEqualTo(first);
    } finally {
      cluster.execute(cluster.writer(), "ALTER DATABASE postgres CONNECTION LIMIT -1");
    }
    awaitAnotherSession(first);
  }
}
