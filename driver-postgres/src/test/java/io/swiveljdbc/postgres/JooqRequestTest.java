package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole requests of jOOQ, over every pool. It never calls setReadOnly itself. */
@WithPostgres(readers = 1)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JooqRequestTest {

  private final PostgresCluster cluster;
  private Goods goods;

  JooqRequestTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void empty() throws SQLException {
    goods = Goods.none(cluster);
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void transactionsRunOnTheWriterAndANestedOneThatFailsUndoesItsOwnWorkOnly(Pool pool)
      throws Exception {
    try (Lent connections = Lent.by(pool, cluster)) {
      DSLContext jooq = DSL.using(connections.source(), SQLDialect.POSTGRES);
      jooq.transaction(
          outer -> {
            outer.dsl().execute(Goods.INSERT, 1);
            assertThatThrownBy(
                    () ->
                        outer
                            .dsl()
                            .transaction(
                                inner -> {
                                  inner.dsl().execute(Goods.INSERT, 2);
                                  throw new IllegalStateException("inner");
                                }))
                .hasMessage("inner");
            outer.dsl().execute(Goods.INSERT, 3);
          });
      assertThat(jooq.fetchValue(Goods.ON_READER)).isEqualTo(false);
      connections.areClean();
    }
    assertThat(goods.stored()).isEqualTo("1 3");
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void transactionsOfAReadOnlyConnectionRunOnAReader(Pool pool) throws Exception {
    try (Lent connections = Lent.by(pool, cluster)) {
      try (Connection connection = connections.source().getConnection()) {
        connection.setReadOnly(true);
        DSLContext reading = DSL.using(connection, SQLDialect.POSTGRES);
        assertThat(onReader(reading)).isEqualTo(true);
        connection.setReadOnly(false);
      }
      connections.areClean();
    }
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void aTransactionThatFailsMidwayUndoesAllOfItsWork(Pool pool) throws Exception {
    try (Lent connections = Lent.by(pool, cluster)) {
      DSLContext jooq = DSL.using(connections.source(), SQLDialect.POSTGRES);
      jooq.execute(Goods.INSERT, 1);
      assertThatThrownBy(() -> jooq.transaction(outer -> putAndFail(outer.dsl())))
          .hasMessage("told to");
      assertThatThrownBy(() -> jooq.transaction(outer -> putTwice(outer.dsl(), 3)))
          .isInstanceOf(IntegrityConstraintViolationException.class);
      jooq.execute(Goods.INSERT, 4);
      connections.areClean();
    }
    assertThat(goods.stored()).isEqualTo("1 4");
  }

  private static void putAndFail(DSLContext jooq) {
    jooq.transaction(inner -> inner.dsl().execute(Goods.INSERT, 2));
    throw new IllegalStateException("told to");
  }

  private static void putTwice(DSLContext jooq, int id) {
    jooq.execute(Goods.INSERT, id);
    jooq.execute(Goods.INSERT, id);
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void oneConnectionReadsAndWritesByTurns(Pool pool) throws Exception {
    try (Lent connections = Lent.by(pool, cluster)) {
      try (Connection connection = connections.source().getConnection()) {
        DSLContext jooq = DSL.using(connection, SQLDialect.POSTGRES);
        for (int id = 1; id <= 2; id++) {
          connection.setReadOnly(true);
          assertThat(onReader(jooq)).isEqualTo(true);
          connection.setReadOnly(false);
          int next = id;
          jooq.transaction(t -> t.dsl().execute(Goods.INSERT, next));
          assertThatThrownBy(() -> jooq.transaction(t -> putTwice(t.dsl(), 9)))
              .isInstanceOf(IntegrityConstraintViolationException.class);
          assertThat(onReader(jooq)).isEqualTo(false);
        }
      }
      connections.areClean();
    }
    assertThat(goods.stored()).isEqualTo("1 2");
  }

  private static Object onReader(DSLContext jooq) {
    return jooq.transactionResult(t -> t.dsl().fetchValue(Goods.ON_READER));
  }
}
