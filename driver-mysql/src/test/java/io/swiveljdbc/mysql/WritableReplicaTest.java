package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replica that takes writes gets none, whatever a text does to its read-only session. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WritableReplicaTest {

  private static final List<String> ROUTINES =
      List.of(
          "CREATE PROCEDURE put() INSERT INTO written (port) VALUES (@@port)",
          "CREATE PROCEDURE begins() BEGIN START TRANSACTION READ WRITE; CALL put(); COMMIT; END",
          "CREATE PROCEDURE sets() BEGIN SET SESSION TRANSACTION READ WRITE; CALL put(); END",
          "CREATE PROCEDURE shows() SELECT @@port");

  private MysqlCluster cluster;
  private MysqlServer replica;
  private Connection connection;

  @BeforeAll
  void start() throws SQLException {
    cluster =
        MysqlCluster.builder().readers(1).synchronous(false).user(Trial.USER, "secret").start();
    Trial.table(cluster);
    try (Connection writer = DriverManager.getConnection(cluster.writer().jdbcUrl())) {
      for (String routine : ROUTINES) {
        Sql.update(writer, routine);
      }
    }
    Trial.grant(cluster, "REPLICATION CLIENT ON *.*");
    replica = cluster.readers().get(0);
    Trial.takeWrites(cluster, replica, true);
    Known.all(cluster);
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection(cluster.url() + "&allowMultiQueries=true");
    connection.setReadOnly(true);
    assertThat(onReplica()).isTrue();
  }

  @AfterEach
  void nothingWasWrittenThere() throws SQLException {
    connection.close();
    assertThat(Trial.writtenOn(cluster, replica, replica)).isZero();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private boolean onReplica() throws SQLException {
    return Sql.number(connection, "SELECT @@port") == replica.directPort();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET TRANSACTION READ WRITE",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ WRITE",
        "SET @@transaction_read_only = 0",
        "SET @a = 1, @@transaction_read_only := ?",
        "START TRANSACTION READ WRITE",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ WRITE",
        "START TRANSACTION READ WRITE; CALL put(); COMMIT",
        "SET SESSION TRANSACTION READ WRITE; INSERT INTO written (port) VALUES (@@port)",
        "SET transaction_read_only = OFF; CALL put()"
      })
  void whatSaysThatItIsToWriteIsRefused(String text) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      if (text.contains("?")) {
        statement.setInt(1, 0);
      }
      Thrown.by(statement::execute).withState("25006").saying("is a reader");
    }
    connection.setAutoCommit(false);
    Thrown.by(() -> execute(text.replace('?', '0'))).withState("25006");
    connection.commit();
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.addBatch("SET @b = 1");
      statement.addBatch(text.replace('?', '0'));
      Thrown.by(statement::executeBatch).withState("25006");
    }
    assertThat(onReplica()).isTrue();
    Thrown.by(() -> execute("CALL put()")).withState("25006");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET SESSION TRANSACTION READ WRITE",
        "SET @@session.transaction_read_only = 0",
        "SET LOCAL TRANSACTION READ WRITE",
        "CALL shows()"
      })
  void whatLetsLaterOnesWriteLetsNoneWriteThere(String text) throws SQLException {
    execute(text);
    connection.setAutoCommit(false);
    for (String write : List.of("CALL put()", "INSERT INTO written (port) VALUES (@@port)")) {
      assertThat(onReplica()).isTrue();
      Thrown.by(() -> execute(write));
      connection.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/*! SET SESSION TRANSACTION READ WRITE */",
        "/*! SET TRANSACTION READ WRITE */",
        "/*! START TRANSACTION READ WRITE */"
      })
  void whatIsHiddenInACommentIsDoneToTheWritersSession(String text) throws SQLException {
    int before = written();
    execute(text);
    execute("CALL put()");
    execute("COMMIT");
    assertThat(written()).isEqualTo(before + 1);
    assertThat(onReplica()).isTrue();
    Thrown.by(() -> execute("INSERT INTO written (port) VALUES (@@port)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CALL begins()", "CALL sets()", "/*! CALL begins() */"})
  void whatWritesUnseenRunsOnTheWriter(String text) throws SQLException {
    int before = written();
    execute(text);
    assertThat(written()).isEqualTo(before + 1);
    assertThat(onReplica()).isTrue();
  }

  private int written() {
    return Trial.writtenOn(cluster, cluster.writer(), cluster.writer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CALL begins()", "CALL sets()", "/*! CALL begins() */"})
  void withinATransactionItIsRefused(String text) throws SQLException {
    connection.setAutoCommit(false);
    assertThat(Sql.number(connection, "SELECT count(*) * 0 FROM written")).isZero();
    Thrown.by(() -> execute(text)).withState("25006").saying("make it read-only");
    connection.rollback();
    connection.setAutoCommit(true);

    execute("START TRANSACTION");
    Thrown.by(() -> execute(text)).withState("25006").saying("make it read-only");
  }

  @Test
  void soIsWhatWasPreparedBySql() throws SQLException {
    execute("PREPARE p FROM 'SET SESSION TRANSACTION READ WRITE'");
    Thrown.by(() -> execute("EXECUTE p")).withState("25006").saying("make it read-only");
    execute("DEALLOCATE PREPARE p");
  }

  @Test
  void aTransactionThatBeginsWithACallRunsOnTheWriterAsAWhole() throws SQLException {
    connection.setAutoCommit(false);
    assertThat(Sql.number(connection, "CALL shows()")).isEqualTo(cluster.writer().directPort());
    connection.commit();
    assertThat(onReplica()).isTrue();
  }

  @Test
  void aReplicaThatIsReadOnlyRunsCalls() throws SQLException {
    Trial.takeWrites(cluster, replica, false);
    try {
      assertThat(Sql.number(connection, "CALL shows()")).isEqualTo(replica.directPort());
      connection.setAutoCommit(false);
      assertThat(Sql.number(connection, "CALL shows()")).isEqualTo(replica.directPort());
    } finally {
      Trial.takeWrites(cluster, replica, true);
    }
  }
}
