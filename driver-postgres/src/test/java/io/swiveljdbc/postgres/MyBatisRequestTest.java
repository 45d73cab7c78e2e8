package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole requests of MyBatis without Spring, over every pool. It has no word for read-only: the
 * application says so to the connection, when auto-commit is off already.
 */
@WithPostgres(readers = 1)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MyBatisRequestTest {

  private final PostgresCluster cluster;
  private Goods goods;

  MyBatisRequestTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void empty() throws SQLException {
    goods = Goods.none(cluster);
  }

  private static SqlSessionFactory myBatis(DataSource pool) {
    Configuration configuration =
        new Configuration(new Environment("test", new JdbcTransactionFactory(), pool));
    configuration.addMapper(Shelf.class);
    return new SqlSessionFactoryBuilder().build(configuration);
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void sessionsWriteOnTheWriterAndThoseThatAreNotCommittedLeaveNothing(Pool pool) throws Exception {
    try (Lent connections = Lent.by(pool, cluster)) {
      SqlSessionFactory sessions = myBatis(connections.source());
      try (SqlSession session = sessions.openSession()) {
        session.getMapper(Shelf.class).put(1);
        assertThat(session.getMapper(Shelf.class).onReader()).isFalse();
        session.commit();
      }
      try (SqlSession session = sessions.openSession()) {
        session.getMapper(Shelf.class).put(2);
      }
      try (SqlSession session = sessions.openSession()) {
        session.getMapper(Shelf.class).put(3);
        assertThatThrownBy(() -> session.getMapper(Shelf.class).put(1))
            .isInstanceOf(PersistenceException.class);
      }
      try (SqlSession session = sessions.openSession(true)) {
        session.getMapper(Shelf.class).put(4);
        assertThat(session.getMapper(Shelf.class).onReader()).isFalse();
      }
      connections.areClean();
    }
    assertThat(goods.stored()).isEqualTo("1 4");
  }

  /** MyBatis ends it neither by commit nor by rollback, but by setAutoCommit(true). */
  @ParameterizedTest
  @EnumSource(Pool.class)
  void aSessionThatOnlyReadLeavesNoTransactionOpen(Pool pool) throws Exception {
    try (Lent connections = Lent.by(pool, cluster)) {
      try (SqlSession session = myBatis(connections.source()).openSession()) {
        assertThat(session.getMapper(Shelf.class).onReader()).isFalse();
      }
      connections.areClean();
    }
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void aSessionReadsOnAReaderWhenItsConnectionIsToldLate(Pool pool) throws Exception {
    try (Lent connections = Lent.by(pool, cluster)) {
      try (SqlSession session = myBatis(connections.source()).openSession()) {
        session.getConnection().setReadOnly(true);
        assertThat(session.getMapper(Shelf.class).onReader()).isTrue();
        session.rollback(true);
        session.getConnection().setReadOnly(false);
        assertThat(session.getMapper(Shelf.class).onReader()).isFalse();
      }
      connections.areClean();
    }
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void oneSessionReadsAndWritesByTurns(Pool pool) throws Exception {
    try (Lent connections = Lent.by(pool, cluster)) {
      try (SqlSession session = myBatis(connections.source()).openSession()) {
        Shelf shelf = session.getMapper(Shelf.class);
        for (int id = 1; id <= 2; id++) {
          readsOnReader(session);
          shelf.put(id);
          assertThat(shelf.onReader()).isFalse();
          session.commit();
          assertThatThrownBy(() -> shelf.put(1)).isInstanceOf(PersistenceException.class);
          session.rollback();
        }
        readsOnReader(session);
      }
      connections.areClean();
    }
    assertThat(goods.stored()).isEqualTo("1 2");
  }

  private static void readsOnReader(SqlSession session) throws SQLException {
    session.getConnection().setReadOnly(true);
    assertThat(session.getMapper(Shelf.class).onReader()).isTrue();
    session.commit(true);
    session.getConnection().setReadOnly(false);
  }

  /** What docs/pools.md says of an application that does not take read-only back. */
  @ParameterizedTest
  @CsvSource({
    "HIKARI, false",
    "DBCP2,  true",
    "TOMCAT, true",
    "AGROAL, false",
    "C3P0,   false",
  })
  void theNextBorrowerAfterAReadOnlySessionFinds(Pool pool, boolean readOnly) throws Exception {
    try (Pool.Opened opened = pool.open(cluster.url(), 1)) {
      try (SqlSession session = myBatis(opened.source()).openSession()) {
        session.getConnection().setReadOnly(true);
        assertThat(session.getMapper(Shelf.class).onReader()).isTrue();
      }
      try (Connection next = opened.source().getConnection()) {
        assertThat(next.isReadOnly()).as("read-only").isEqualTo(readOnly);
        assertThat(next.getAutoCommit()).as("auto-commit").isTrue();
        next.setReadOnly(false);
        assertThat(Sql.update(next, "INSERT INTO goods VALUES (1, 'new')")).isEqualTo(1);
      }
    }
    assertThat(goods.stored()).isEqualTo("1");
  }
}
