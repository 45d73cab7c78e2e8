package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is set for the next transaction alone holds in that one, and in no other. */
@WithMysql(readers = 1, user = "app", password = "app", database = "shop")
class NextTransactionTest {

  private static final String PIN = "set for the next transaction";

  /** As the server has it, whatever the session's variables say. */
  private static final String ISOLATION =
      "SELECT trx_isolation_level FROM information_schema.innodb_trx"
          + " WHERE trx_mysql_thread_id = ";

  private final MysqlCluster cluster;
  private Connection connection;
  private SwivelConnection swivel;

  NextTransactionTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    cluster.execute(cluster.writer(), "CREATE TABLE IF NOT EXISTS shop.t (id int PRIMARY KEY)");
    cluster.execute(cluster.writer(), "REPLACE INTO shop.t VALUES (1)");
    cluster.awaitReplayed();
    Known.all(cluster);
    connection = DriverManager.getConnection(cluster.url());
    swivel = connection.unwrap(SwivelConnection.class);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private boolean onWriter() throws SQLException {
    return Sql.number(connection, "SELECT @@port") == cluster.writer().directPort();
  }

  /** InnoDB shows what it has shown before to whoever asks again within a tenth of a second. */
  private void awaitIsolation(String isolation) throws SQLException {
    String question = ISOLATION + Sql.text(connection, "SELECT CONNECTION_ID()");
    String seen = null;
    for (int asked = 0; asked < 50 && !isolation.equals(seen); asked++) {
      LockSupport.parkNanos(asked == 0 ? 0 : 120_000_000);
      seen = cluster.query(cluster.writer(), question);
    }
    assertThat(seen).isEqualTo(isolation);
  }

  @ParameterizedTest
  @CsvSource({
    "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ COMMITTED",
    "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, SERIALIZABLE",
    "SET @@transaction_isolation = 'READ-COMMITTED', READ COMMITTED"
  })
  void theNextTransactionHasItsIsolationThoughItIsReadOnly(String text, String isolation)
      throws SQLException {
    execute(text);
    assertThat(swivel.pins()).containsExactly(PIN);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    assertThat(Sql.number(connection, "SELECT count(*) FROM t")).isPositive();
    assertThat(onWriter()).isTrue();
    awaitIsolation(isolation);
    connection.commit();
    assertThat(swivel.pins()).isEmpty();

    assertThat(onWriter()).isFalse();
    connection.rollback();
    connection.setReadOnly(false);
    assertThat(Sql.number(connection, "SELECT count(*) FROM t")).isPositive();
    awaitIsolation("REPEATABLE READ");
    connection.rollback();
  }

  @Test
  void whatIsSetThroughJdbcMeanwhileTakesNothingAway() throws SQLException {
    connection.setAutoCommit(false);
    execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
    connection.setCatalog("shop");
    connection.setNetworkTimeout(Runnable::run, 60_000);
    execute("SET @a = 1");
    assertThat(swivel.pins()).containsExactly(PIN);
    assertThat(Sql.number(connection, "SELECT count(*) FROM t")).isPositive();
    awaitIsolation("READ COMMITTED");
    connection.rollback();
    assertThat(swivel.pins()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SET TRANSACTION READ ONLY", "SET @@transaction_read_only = ON"})
  void aTransactionThatIsToReadWritesNothing(String text) throws SQLException {
    execute(text);
    execute("START TRANSACTION");
    Thrown.by(() -> execute("INSERT INTO t VALUES (2)")).withState("25006");
    execute("ROLLBACK");
    assertThat(swivel.pins()).isEmpty();
    execute("REPLACE INTO t VALUES (3)");
  }

  @Test
  void inAutoCommitTheNextStatementIsTheTransaction() throws SQLException {
    execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
    execute("SET @a = 5, time_zone = '+01:00'");
    assertThat(swivel.pins()).containsExactly(PIN);
    connection.setReadOnly(true);
    assertThat(Sql.number(connection, "SELECT @a FROM t WHERE id = 1")).isEqualTo(5);
    assertThat(swivel.pins()).isEmpty();
    assertThat(onWriter()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1", "SELECT @@version", "DO 1", "SELECT 1 FROM DUAL"})
  void whatTouchesNoTableIsNoTransactionForTheServer(String text) throws SQLException {
    execute("SET TRANSACTION READ ONLY");
    execute(text);
    assertThat(swivel.pins()).containsExactly(PIN);
    Thrown.by(() -> execute("REPLACE INTO t VALUES (4)")).withState("25006");
    connection.setAutoCommit(false);
    execute(text);
    assertThat(swivel.pins()).containsExactly(PIN);
    execute("COMMIT");
    assertThat(swivel.pins()).isEmpty();
    execute("REPLACE INTO t VALUES (4)");
    connection.rollback();
  }

  /** Of a table without transactions nobody can tell by the text. */
  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1", "SELECT count(*) FROM plain"})
  void nobodyElseFindsIt(String text) throws SQLException {
    cluster.execute(
        cluster.writer(),
        "CREATE TABLE IF NOT EXISTS shop.plain (id int PRIMARY KEY) ENGINE MyISAM");
    try (SwivelDataSource pool =
        SwivelDataSource.builder()
            .url(cluster.url())
            .pooled()
            .option("swivel.pool.maximumPoolSize", "1")
            .build()) {
      try (Connection one = pool.getConnection();
          Statement statement = one.createStatement()) {
        statement.execute("SET TRANSACTION READ ONLY");
        statement.execute(text);
      }
      try (Connection next = pool.getConnection()) {
        next.setAutoCommit(false);
        Sql.update(next, "REPLACE INTO t VALUES (5)");
        next.rollback();
      }
    }
  }

  @Test
  void theSessionOfATransactionThatWasEndedGoesToOthers() throws SQLException {
    try (SwivelDataSource pool =
        SwivelDataSource.builder()
            .url(cluster.url())
            .pooled()
            .option("swivel.pool.maximumPoolSize", "1")
            .build()) {
      String session;
      try (Connection one = pool.getConnection()) {
        session = Sql.text(one, "SELECT CONNECTION_ID()");
        one.setAutoCommit(false);
        try (Statement statement = one.createStatement()) {
          statement.execute("SET TRANSACTION READ ONLY");
        }
        Sql.number(one, "SELECT count(*) FROM t");
        one.commit();
      }
      try (Connection next = pool.getConnection()) {
        assertThat(Sql.text(next, "SELECT CONNECTION_ID()")).isEqualTo(session);
        Sql.update(next, "REPLACE INTO t VALUES (6)");
      }
    }
  }

  @Test
  void aTextOfSeveralMayHoldTheTransactionToo() throws SQLException {
    connection.close();
    connection = DriverManager.getConnection(cluster.url() + "&allowMultiQueries=true");
    swivel = connection.unwrap(SwivelConnection.class);
    execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; BEGIN; SELECT * FROM t; COMMIT");
    assertThat(swivel.pins()).isEmpty();
  }
}
