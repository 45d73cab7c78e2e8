package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be had on another server keeps a connection where it is. */
@WithMysql(readers = 1)
class PinsTest {

  private final MysqlCluster cluster;
  private Connection connection;
  private SwivelConnection swivel;

  PinsTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    cluster.execute(cluster.writer(), "CREATE TABLE IF NOT EXISTS u (id int PRIMARY KEY)");
    cluster.awaitReplayed();
    Known.all(cluster);
    connection = DriverManager.getConnection(cluster.url() + "&allowMultiQueries=true");
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

  private boolean readsOnReader() throws SQLException {
    connection.setReadOnly(true);
    int port = Sql.number(connection, "SELECT @@port");
    connection.setReadOnly(false);
    return port == cluster.readers().get(0).directPort();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          CREATE TEMPORARY TABLE t (id int)   | DROP TABLE t                | temporary table t
          CREATE TEMPORARY TABLE IF NOT EXISTS `a b` SELECT 1 | DROP TEMPORARY TABLE IF EXISTS `a b` | temporary table a b
          SELECT GET_LOCK('A', 1)             | DO RELEASE_LOCK('a')        | session advisory lock a
          SELECT GET_LOCK('a', 1)             | SELECT RELEASE_ALL_LOCKS()  | session advisory lock a
          SELECT GET_LOCK(CONCAT('a'), 1)     | SELECT RELEASE_LOCK('a')    | session advisory lock
          PREPARE p FROM 'SELECT 1'           | DEALLOCATE PREPARE p        | prepared by SQL p
          HANDLER u OPEN AS h                 | HANDLER h CLOSE             | HANDLER h
          LOCK TABLES u WRITE                 | UNLOCK TABLES               | LOCK TABLES
          FLUSH TABLES u WITH READ LOCK       | UNLOCK TABLES               | LOCK TABLES
          LOCK INSTANCE FOR BACKUP            | UNLOCK INSTANCE             | LOCK INSTANCE
          XA START 'x'                        | XA END 'x'; XA ROLLBACK 'x' | XA transaction branch
          """)
  void everyTransactionRunsWhereItIsUntilItIsGone(String makes, String ends, String pin)
      throws SQLException {
    execute(makes);
    assertThat(swivel.pins()).containsExactly(pin);
    if (!makes.startsWith("XA")) { // within it nothing else can be asked
      assertThat(readsOnReader()).isFalse();
    }
    execute(ends);
    assertThat(swivel.pins()).isEmpty();
    assertThat(readsOnReader()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"START TRANSACTION; ROLLBACK", "BEGIN; COMMIT"})
  void toBeginATransactionUnlocksTables(String text) throws SQLException {
    execute("LOCK TABLES u READ");
    assertThat(swivel.pins()).containsExactly("LOCK TABLES");
    execute(text);
    assertThat(swivel.pins()).isEmpty();
  }

  @Test
  void aRollbackTakesNothingAway() throws SQLException {
    connection.setAutoCommit(false);
    execute("CREATE TEMPORARY TABLE t (id int)");
    connection.rollback();
    assertThat(swivel.pins()).containsExactly("temporary table t");
    assertThat(Sql.number(connection, "SELECT count(*) FROM t")).isZero();
  }

  @Test
  void aLockTakenTwiceIsReleasedTwice() throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement("SELECT GET_LOCK(?, 1)");
        PreparedStatement unlock = connection.prepareStatement("SELECT RELEASE_LOCK(?)")) {
      lock.setString(1, "a");
      lock.execute();
      lock.execute();
      unlock.setString(1, "a");
      unlock.execute();
      assertThat(swivel.pins()).hasSize(1);
      unlock.execute();
      assertThat(swivel.pins()).isEmpty();
    }
  }

  @Test
  void whatATextSetThatFailedStaysWhereItIs() throws SQLException {
    Thrown.by(() -> execute("SET @a = 7; SELECT nothing")).withState("42S22");
    assertThat(swivel.pins()).hasSize(1);
    assertThat(readsOnReader()).isFalse();
    assertThat(Sql.text(connection, "SELECT @a")).isEqualTo("7");
  }
}
