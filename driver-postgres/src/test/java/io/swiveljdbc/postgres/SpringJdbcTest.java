package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.pool.SwivelExceptionOverride;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionSynchronization;

/** What the caller of Spring JDBC sees over HikariCP, both with their default settings. */
@WithPostgres(readers = 0)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpringJdbcTest {

  private static final String INSERT = "INSERT INTO told VALUES (1, 'new')";

  private final PostgresCluster cluster;
  private Gate gate;
  private HikariDataSource pool;
  private JdbcTemplate jdbc;
  private JdbcTransactionManager transactions;

  SpringJdbcTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    gate = Gate.shut(cluster);
    pool = SpringTransaction.pool(cluster);
    jdbc = new JdbcTemplate(pool);
    transactions = new JdbcTransactionManager(pool);
    jdbc.execute("SELECT 1");
  }

  @AfterEach
  void close() {
    pool.close();
    gate.close();
  }

  private SpringTransaction cut(Runnable work) throws Exception {
    CompletableFuture<Integer> lost = gate.lose(Loss.CUT);
    SpringTransaction done = SpringTransaction.of(transactions, work);
    int session = Gate.await(lost);
    gate.open();
    gate.awaitEnd(session);
    return done;
  }

  private void theNextTransactionIsCommitted(int stored) {
    SpringTransaction.of(transactions, () -> jdbc.update("INSERT INTO told VALUES (5, 'new')"))
        .isCommitted();
    assertThat(gate.stored()).isEqualTo(stored + 1);
  }

  @Test
  void aLostStatementIsAFailureThatPassesAndTheTransactionIsRolledBack() throws Exception {
    cut(() -> {
          jdbc.update(INSERT);
          jdbc.execute("SELECT pass()");
        })
        .throwsExactly(CannotAcquireLockException.class)
        .becauseOf("40001")
        .isReported(TransactionSynchronization.STATUS_ROLLED_BACK);
    assertThat(new CannotAcquireLockException("")).isInstanceOf(TransientDataAccessException.class);
    theNextTransactionIsCommitted(0);
  }

  @Test
  void aLossThatTheApplicationPassesOverIsToldAgainAtCommit() throws Exception {
    cut(() -> {
          jdbc.update(INSERT);
          assertThatThrownBy(() -> jdbc.execute("SELECT pass()"))
              .isInstanceOf(CannotAcquireLockException.class);
        })
        .throwsExactly(CannotAcquireLockException.class)
        .becauseOf("40001")
        .isReported(TransactionSynchronization.STATUS_ROLLED_BACK);
    theNextTransactionIsCommitted(0);
  }

  /** HikariCP evicts at once, and the rollback that Spring tries then hides the 08007. */
  @Test
  void aLostCommitIsReportedAsUnknown() throws Exception {
    SpringTransaction done = cut(() -> jdbc.update(INSERT));
    done.throwsExactly(TransactionSystemException.class)
        .isReported(TransactionSynchronization.STATUS_UNKNOWN);
    assertThat(done.thrown()).rootCause().hasMessage("Connection is closed");
    theNextTransactionIsCommitted(1);
  }

  /**
   * With the override the caller sees it, and the connection goes at the rollback that repeats it.
   */
  @Test
  void aLostCommitIsShownWithTheOverride() throws Exception {
    pool.close();
    pool = SpringTransaction.pool(cluster, SwivelExceptionOverride.class.getName());
    jdbc = new JdbcTemplate(pool);
    transactions = new JdbcTransactionManager(pool);
    Connection before = lent();
    cut(() -> jdbc.update(INSERT))
        .throwsExactly(DataAccessResourceFailureException.class)
        .becauseOf("08007")
        .isReported(TransactionSynchronization.STATUS_UNKNOWN);
    assertThat(lent()).isNotSameAs(before);
    theNextTransactionIsCommitted(1);
  }

  private Connection lent() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return connection.unwrap(SwivelConnection.class);
    }
  }

  @Test
  void aLostStatementInAutoCommitIsAFailureThatDoesNotPass() throws Exception {
    CompletableFuture<Integer> lost = gate.lose(Loss.CUT);
    assertThatThrownBy(() -> jdbc.update(INSERT))
        .isExactlyInstanceOf(DataAccessResourceFailureException.class)
        .isNotInstanceOf(TransientDataAccessException.class)
        .cause()
        .hasFieldOrPropertyWithValue("SQLState", "08007");
    int session = Gate.await(lost);
    gate.open();
    gate.awaitEnd(session);
    theNextTransactionIsCommitted(1);
  }

  @Test
  void noServerAtTheFirstStatementIsAFailureThatPasses() {
    SpringTransaction.killWriter(cluster, pool);
    assertThatThrownBy(() -> jdbc.execute("SELECT 1"))
        .isExactlyInstanceOf(TransientDataAccessResourceException.class)
        .cause()
        .hasFieldOrPropertyWithValue("SQLState", "08001");
    cluster.start(cluster.writer());
    theNextTransactionIsCommitted(0);
  }

  /** HikariCP evicts here too; what the statement said is kept beside the rollback's error. */
  @Test
  void noServerAtTheFirstStatementOfATransactionIsKeptAsTheApplicationsException() {
    SpringTransaction done =
        SpringTransaction.of(
            transactions,
            () -> {
              SpringTransaction.killWriter(cluster, pool);
              jdbc.execute("SELECT 1");
            });
    done.throwsExactly(TransactionSystemException.class)
        .isReported(TransactionSynchronization.STATUS_UNKNOWN);
    assertThat(((TransactionSystemException) done.thrown()).getApplicationException())
        .isExactlyInstanceOf(TransientDataAccessResourceException.class)
        .cause()
        .hasFieldOrPropertyWithValue("SQLState", "08001");
    cluster.start(cluster.writer());
    theNextTransactionIsCommitted(0);
  }

  @Test
  void theServersOwn40001LooksTheSame() throws Exception {
    SpringTransaction.of(
            transactions,
            () -> jdbc.execute("DO $$ BEGIN RAISE 'again' USING ERRCODE = '40001'; END $$"))
        .throwsExactly(CannotAcquireLockException.class)
        .becauseOf("40001")
        .isReported(TransactionSynchronization.STATUS_ROLLED_BACK);
  }
}
