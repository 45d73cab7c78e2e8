package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import java.sql.SQLException;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mybatis.spring.SqlSessionFactoryBean;
import org.mybatis.spring.SqlSessionTemplate;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Whole requests of MyBatis in transactions of Spring, over HikariCP. */
@WithPostgres(readers = 1)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MyBatisSpringTest {

  private final PostgresCluster cluster;
  private Goods goods;
  private Lent connections;
  private Transactional transactional;
  private Shelf shelf;

  MyBatisSpringTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws Exception {
    goods = Goods.none(cluster);
    connections = Lent.by(Pool.HIKARI, cluster);
    transactional = new Transactional(new JdbcTransactionManager(connections.source()));
    Configuration configuration = new Configuration();
    configuration.addMapper(Shelf.class);
    SqlSessionFactoryBean factory = new SqlSessionFactoryBean();
    factory.setDataSource(connections.source());
    factory.setConfiguration(configuration);
    SqlSessionFactory sessions = factory.getObject();
    shelf = new SqlSessionTemplate(sessions).getMapper(Shelf.class);
  }

  @AfterEach
  void close() throws SQLException {
    connections.close();
  }

  private void leaves(String stored) throws SQLException {
    assertThat(goods.stored()).isEqualTo(stored);
    connections.areClean();
  }

  private void putAndFail(int id) {
    shelf.put(id);
    throw new IllegalStateException("told to");
  }

  @Test
  void readOnlyTransactionsRunOnAReaderAndAllElseOnTheWriter() throws SQLException {
    transactional.readOnly(() -> assertThat(shelf.onReader()).isTrue());
    transactional.readWrite(
        () -> {
          shelf.put(1);
          assertThat(shelf.onReader()).isFalse();
        });
    shelf.put(2);
    assertThat(shelf.onReader()).isFalse();
    transactional.readOnly(() -> assertThat(shelf.onReader()).isTrue());
    leaves("1 2");
  }

  @Test
  void aNestedTransactionThatFailsUndoesItsOwnWorkOnly() throws SQLException {
    transactional.readWrite(
        () -> {
          transactional.nested(() -> shelf.put(1));
          assertThatThrownBy(() -> transactional.nested(() -> putAndFail(2))).hasMessage("told to");
          assertThatThrownBy(() -> transactional.nested(() -> shelf.put(1)))
              .isInstanceOf(DuplicateKeyException.class);
          shelf.put(3);
        });
    leaves("1 3");
  }

  @Test
  void aTransactionOfItsOwnIsCommittedThoughTheOuterOneFails() throws SQLException {
    assertThatThrownBy(
            () ->
                transactional.readWrite(
                    () -> {
                      shelf.put(1);
                      transactional.requiresNew(() -> shelf.put(2));
                      putAndFail(3);
                    }))
        .hasMessage("told to");
    leaves("2");
  }

  @Test
  void aReadOnlyTransactionOfItsOwnRunsOnAReaderBesideTheWriters() throws SQLException {
    transactional.readWrite(
        () -> {
          shelf.put(1);
          transactional.requiresNewReadOnly(() -> assertThat(shelf.onReader()).isTrue());
          assertThat(shelf.onReader()).isFalse();
        });
    leaves("1");
  }

  @Test
  void aStatementThatFailsInTheMiddleUndoesTheTransaction() throws SQLException {
    shelf.put(1);
    assertThatThrownBy(
            () ->
                transactional.readWrite(
                    () -> {
                      shelf.put(2);
                      shelf.put(1);
                    }))
        .isInstanceOf(DuplicateKeyException.class);
    transactional.readOnly(() -> assertThat(shelf.onReader()).isTrue());
    leaves("1");
  }
}
