package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whole requests of Spring JDBC over every pool: what is declared read-only runs on a reader, all
 * else on the writer, a failure undoes what it should, and the next borrower finds nothing of it.
 */
@WithPostgres(readers = 1)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpringRequestTest {

  private final PostgresCluster cluster;
  private Goods goods;
  private Transactional transactional;
  private JdbcTemplate jdbc;

  SpringRequestTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void empty() throws SQLException {
    goods = Goods.none(cluster);
  }

  private interface Request {
    void run() throws SQLException;
  }

  private void over(Pool pool, Request request) throws Exception {
    try (Lent connections = Lent.by(pool, cluster)) {
      use(connections.source());
      request.run();
      connections.areClean();
    }
  }

  private void use(DataSource source) {
    transactional = new Transactional(new JdbcTransactionManager(source));
    jdbc = new JdbcTemplate(source);
  }

  private void put(int id) {
    jdbc.update(Goods.INSERT, id);
  }

  private void isOnReader(boolean expected) {
    assertThat(jdbc.queryForObject(Goods.ON_READER, Boolean.class)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void readOnlyTransactionsRunOnAReaderAndAllElseOnTheWriter(Pool pool) throws Exception {
    over(
        pool,
        () -> {
          transactional.readOnly(() -> isOnReader(true));
          transactional.readWrite(
              () -> {
                put(1);
                isOnReader(false);
              });
          put(2);
          isOnReader(false);
          transactional.readOnly(() -> isOnReader(true));
        });
    assertThat(goods.stored()).isEqualTo("1 2");
  }

  /** As the requests of an open session in view do. */
  @ParameterizedTest
  @EnumSource(Pool.class)
  void oneBorrowReadsAndWritesByTurns(Pool pool) throws Exception {
    try (Lent connections = Lent.by(pool, cluster)) {
      try (Connection borrowed = connections.source().getConnection()) {
        use(new SingleConnectionDataSource(borrowed, true));
        for (int id = 1; id <= 2; id++) {
          int next = id;
          transactional.readOnly(() -> isOnReader(true));
          transactional.readWrite(() -> put(next));
          isOnReader(false);
        }
      }
      connections.areClean();
    }
    assertThat(goods.stored()).isEqualTo("1 2");
  }

  /** Its savepoint is the first that the connection hears of the transaction. */
  @ParameterizedTest
  @EnumSource(Pool.class)
  void aNestedTransactionMayComeBeforeAnyStatement(Pool pool) throws Exception {
    over(
        pool,
        () ->
            transactional.readWrite(
                () -> {
                  transactional.nested(() -> put(1));
                  put(2);
                }));
    assertThat(goods.stored()).isEqualTo("1 2");
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void aNestedTransactionThatFailsUndoesItsOwnWorkOnly(Pool pool) throws Exception {
    over(
        pool,
        () ->
            transactional.readWrite(
                () -> {
                  put(1);
                  assertThatThrownBy(() -> transactional.nested(() -> putAndFail(2)))
                      .hasMessage("told to");
                  assertThatThrownBy(() -> transactional.nested(() -> put(1)))
                      .isInstanceOf(DuplicateKeyException.class);
                  put(3);
                }));
    assertThat(goods.stored()).isEqualTo("1 3");
  }

  private void putAndFail(int id) {
    put(id);
    throw new IllegalStateException("told to");
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void aTransactionOfItsOwnIsCommittedThoughTheOuterOneFails(Pool pool) throws Exception {
    over(
        pool,
        () ->
            assertThatThrownBy(
                    () ->
                        transactional.readWrite(
                            () -> {
                              put(1);
                              transactional.requiresNew(() -> put(2));
                              putAndFail(3);
                            }))
                .hasMessage("told to"));
    assertThat(goods.stored()).isEqualTo("2");
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void aReadOnlyTransactionOfItsOwnRunsOnAReaderBesideTheWriters(Pool pool) throws Exception {
    over(
        pool,
        () ->
            transactional.readWrite(
                () -> {
                  put(1);
                  transactional.requiresNewReadOnly(() -> isOnReader(true));
                  isOnReader(false);
                }));
    assertThat(goods.stored()).isEqualTo("1");
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void aStatementThatFailsInTheMiddleUndoesTheTransaction(Pool pool) throws Exception {
    over(
        pool,
        () -> {
          put(1);
          assertThatThrownBy(
                  () ->
                      transactional.readWrite(
                          () -> {
                            put(2);
                            put(1);
                          }))
              .isInstanceOf(DuplicateKeyException.class);
          transactional.readOnly(() -> isOnReader(true));
        });
    assertThat(goods.stored()).isEqualTo("1");
  }

  /** The application's own fault, and no sign of a failover. */
  @ParameterizedTest
  @EnumSource(Pool.class)
  void aWriteThatJoinsAReadOnlyTransactionIsRefusedByTheServer(Pool pool) throws Exception {
    over(
        pool,
        () ->
            assertThatThrownBy(
                    () -> transactional.readOnly(() -> transactional.readWrite(() -> put(1))))
                .isInstanceOf(UncategorizedSQLException.class)
                .cause()
                .hasFieldOrPropertyWithValue("SQLState", "25006"));
    assertThat(goods.stored()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void anIsolationThatATransactionNamesIsItsOwn(Pool pool) throws Exception {
    over(
        pool,
        () -> {
          TransactionTemplate repeatable = new TransactionTemplate(transactional.manager());
          repeatable.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
          repeatable.setReadOnly(true);
          assertThat(repeatable.<String>execute(t -> isolation())).isEqualTo("repeatable read");
          assertThat(isolation()).isEqualTo("read committed");
        });
  }

  private String isolation() {
    return jdbc.queryForObject("SHOW transaction_isolation", String.class);
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void aTransactionInWhichNothingIsDoneLeavesNothing(Pool pool) throws Exception {
    over(
        pool,
        () -> {
          transactional.readOnly(() -> {});
          transactional.readWrite(() -> {});
          isOnReader(false);
        });
  }
}
