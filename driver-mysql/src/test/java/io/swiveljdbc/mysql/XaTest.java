package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.MysqlXAConnection;
import com.mysql.cj.jdbc.MysqlXid;
import io.swiveljdbc.OutcomeUnknownException;
import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.testkit.Supervisor;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An XA branch runs on one server, and is never moved; to coordinate is the application's part. */
@WithMysql(readers = 1)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class XaTest {

  /** A branch that a test has left prepared keeps its name, and its row locked. */
  private static final AtomicInteger BRANCHES = new AtomicInteger();

  private final MysqlCluster cluster;
  private final int branch = BRANCHES.incrementAndGet();
  private Connection connection;

  XaTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    cluster.execute(cluster.writer(), "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY)");
    cluster.awaitReplayed();
    Known.all(cluster);
    connection = DriverManager.getConnection(cluster.url() + "&swivel.maxLifetime=100ms");
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

  private void xa(String command) throws SQLException {
    String[] words = command.split(" ", 2);
    execute("XA %s '%d' %s".formatted(words[0], branch, words.length > 1 ? words[1] : ""));
  }

  private int session() throws SQLException {
    return Sql.number(connection, "SELECT connection_id()");
  }

  private int rows() throws SQLException {
    try (Connection fresh = DriverManager.getConnection(cluster.url())) {
      return Sql.number(fresh, "SELECT count(*) FROM t WHERE id = " + branch);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBranchStaysInItsSessionThoughThatIsOverdue(boolean autoCommit) throws SQLException {
    connection.setAutoCommit(autoCommit);
    xa("START");
    int session = session();
    execute("INSERT INTO t VALUES (%d)".formatted(branch));
    execute("DO SLEEP(0.3)"); // longer than it lives
    assertThat(session()).isEqualTo(session);
    Thrown.by(() -> connection.setReadOnly(true)).withState("25001");
    assertThat(connection.unwrap(SwivelConnection.class).pins())
        .containsExactly("XA transaction branch");
    xa("END");
    assertThat(session()).isEqualTo(session);
    xa("PREPARE");
    assertThat(rows()).isZero();
    assertThat(connection.unwrap(SwivelConnection.class).pins()).isEmpty();

    // Prepared, it is its server's, and any session's to be committed.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (session() == session) {
      assertThat(System.nanoTime()).as("session %s is not replaced", session).isLessThan(end);
      if (!autoCommit) {
        connection.rollback();
      }
    }
    if (!autoCommit) {
      connection.rollback();
    }
    xa("COMMIT");
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void theDriversOwnXaWorksOnAnUnwrappedConnection() throws Exception {
    MysqlXAConnection xa = new MysqlXAConnection(connection.unwrap(JdbcConnection.class), false);
    MysqlXid id = new MysqlXid(new byte[] {1}, new byte[] {(byte) branch}, 1);
    XAResource resource = xa.getXAResource();
    resource.start(id, XAResource.TMNOFLAGS);
    int session = session();
    execute("INSERT INTO t VALUES (%d)".formatted(branch));
    execute("DO SLEEP(0.3)");
    assertThat(session()).isEqualTo(session);
    Thrown.by(() -> connection.setReadOnly(true)).withState("25001");
    resource.end(id, XAResource.TMSUCCESS);
    assertThat(resource.prepare(id)).isEqualTo(XAResource.XA_OK);
    assertThat(rows()).isZero();
    resource.commit(id, false);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void aBranchThatIsLostBeforeItIsPreparedIsRolledBack() throws SQLException {
    xa("START");
    execute("INSERT INTO t VALUES (%d)".formatted(branch));
    MysqlServer old = cluster.writer();
    try (Supervisor supervisor = cluster.supervise(Duration.ofMillis(200))) {
      cluster.kill(old);
      Thrown.by(() -> execute("DO 1"))
          .withState("40001")
          .saying("and with it: XA transaction branch");
      supervisor.awaitPromotion(Duration.ofSeconds(15));
    }
    Thrown.rolledBack(() -> xa("END"));
    Thrown.rolledBack(() -> xa("ROLLBACK"));
    connection.rollback();
    xa("START");
    xa("END");
    xa("ROLLBACK");
    assertThat(rows()).isZero();
  }

  @Test
  void onePreparedCanBeCommittedOnTheNextWriter() throws SQLException {
    xa("START");
    execute("INSERT INTO t VALUES (%d)".formatted(branch));
    xa("END");
    xa("PREPARE");
    MysqlServer old = cluster.writer();
    cluster.kill(old);
    cluster.failOver();
    cluster.rejoin(old); // no commit without a server that receives it
    xa("COMMIT");
    assertThat(Sql.number(connection, "SELECT @@port")).isNotEqualTo(old.directPort());
    assertThat(rows()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PREPARE", "COMMIT ONE PHASE", "COMMIT"})
  void whatIsLostWhileItIsMadeToLastIsInDoubt(String command) throws Exception {
    xa("START");
    execute("INSERT INTO t VALUES (%d)".formatted(branch));
    xa("END");
    if (command.equals("COMMIT")) {
      xa("PREPARE");
    }
    // Nobody says that it has received it, so that it waits.
    cluster.freeze(cluster.readers().get(0));
    CompletableFuture<Throwable> told =
        CompletableFuture.supplyAsync(() -> Assertions.catchThrowable(() -> xa(command)));
    awaitRunning("XA");
    cluster.kill(cluster.writer());

    assertThat(told.get(20, TimeUnit.SECONDS))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasFieldOrPropertyWithValue("SQLState", "08007");
    assertThat(connection.isClosed()).isTrue();
  }

  private void awaitRunning(String start) {
    String there =
        "SELECT count(*) FROM information_schema.processlist WHERE info LIKE '%s%%'"
            .formatted(start);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while ("0".equals(cluster.query(cluster.writer(), there))) {
      assertThat(System.nanoTime()).as("%s does not run", start).isLessThan(end);
    }
  }
}
