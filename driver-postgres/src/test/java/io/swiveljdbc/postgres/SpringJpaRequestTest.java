package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.NestedTransactionNotSupportedException;

/** Whole requests of Spring's JPA over every pool, each transaction with an entity manager. */
@WithPostgres(readers = 1)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpringJpaRequestTest {

  private final PostgresCluster cluster;
  private Goods goods;
  private Transactional transactional;
  private EntityManager manager;

  SpringJpaRequestTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void empty() throws SQLException {
    goods = Goods.none(cluster);
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void runsEachTransactionWhereItBelongsAndUndoesWhatFails(Pool pool) throws Exception {
    try (Lent connections = Lent.by(pool, cluster)) {
      LocalContainerEntityManagerFactoryBean factory = OpenInViewTest.factory(connections.source());
      EntityManagerFactory managers = Objects.requireNonNull(factory.getObject());
      transactional = new Transactional(new JpaTransactionManager(managers));
      manager = SharedEntityManagerCreator.createSharedEntityManager(managers);

      transactional.readOnly(() -> isOnReader(true));
      transactional.readWrite(this::putOneAndReadBeside);
      assertThatThrownBy(() -> transactional.readWrite(this::putTwoAndFail)).hasMessage("told to");
      assertThatThrownBy(() -> transactional.readWrite(() -> putInTheMiddle(1)))
          .as("of the server")
          .hasStackTraceContaining("duplicate key");
      transactional.readWrite(this::putFourThoughNestedIsRefused);
      transactional.readOnly(() -> isOnReader(true));

      factory.destroy();
      connections.areClean();
    }
    assertThat(goods.stored()).isEqualTo("1 3 4");
  }

  private void putOneAndReadBeside() {
    put(1);
    transactional.requiresNewReadOnly(() -> isOnReader(true));
    isOnReader(false);
  }

  private void putTwoAndFail() {
    put(2);
    transactional.requiresNew(() -> put(3));
    throw new IllegalStateException("told to");
  }

  private void putInTheMiddle(int id) {
    put(5);
    put(id);
  }

  /** Spring's dialect of Hibernate has no savepoints; the outer transaction goes on. */
  private void putFourThoughNestedIsRefused() {
    assertThatThrownBy(() -> transactional.nested(() -> put(6)))
        .isInstanceOf(NestedTransactionNotSupportedException.class);
    put(4);
  }

  private void put(int id) {
    manager.persist(new Good(id));
    manager.flush();
  }

  private void isOnReader(boolean expected) {
    assertThat(manager.createNativeQuery(Goods.ON_READER).getSingleResult()).isEqualTo(expected);
  }
}
