package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A request that keeps its entity manager open, as Spring Boot's do unless they are told not to:
 * its transactions are of one connection, which it borrows once.
 */
@WithPostgres(readers = 1)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenInViewTest {

  private final PostgresCluster cluster;
  private Goods goods;

  OpenInViewTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void empty() throws SQLException {
    goods = Goods.none(cluster);
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void readsAndWritesByTurnsOnOneConnection(Pool pool) throws Exception {
    try (Lent connections = Lent.by(pool, cluster)) {
      LocalContainerEntityManagerFactoryBean factory = factory(connections.source());
      EntityManagerFactory managers = Objects.requireNonNull(factory.getObject());
      Transactional transactional = new Transactional(new JpaTransactionManager(managers));
      request(
          managers,
          manager -> {
            transactional.readOnly(() -> isOnReader(manager, true));
            SwivelConnection connection = connection(manager);
            transactional.readWrite(() -> manager.persist(new Good(1)));
            assertThatThrownBy(() -> transactional.readWrite(() -> putAndFail(manager, 2)))
                .hasMessage("told to");
            transactional.readOnly(() -> isOnReader(manager, true));
            transactional.readWrite(() -> manager.persist(new Good(3)));
            isOnReader(manager, false);
            assertThat(connection(manager)).isSameAs(connection);
          });
      factory.destroy();
      connections.areClean();
    }
    assertThat(goods.stored()).isEqualTo("1 3");
  }

  /** Entity managers of goods, with the defaults of Spring. */
  static LocalContainerEntityManagerFactoryBean factory(DataSource pool) {
    LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
    factory.setDataSource(pool);
    factory.setManagedTypes(PersistenceManagedTypes.of(Good.class.getName()));
    factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
    factory.afterPropertiesSet();
    return factory;
  }

  /** What Spring's OpenEntityManagerInViewInterceptor does around a request. */
  private static void request(EntityManagerFactory managers, Consumer<EntityManager> work) {
    EntityManager manager = managers.createEntityManager();
    TransactionSynchronizationManager.bindResource(managers, new EntityManagerHolder(manager));
    try {
      work.accept(manager);
    } finally {
      TransactionSynchronizationManager.unbindResource(managers);
      EntityManagerFactoryUtils.closeEntityManager(manager);
    }
  }

  private static void putAndFail(EntityManager manager, int id) {
    manager.persist(new Good(id));
    manager.flush();
    throw new IllegalStateException("told to");
  }

  private static void isOnReader(EntityManager manager, boolean expected) {
    assertThat(manager.createNativeQuery(Goods.ON_READER).getSingleResult()).isEqualTo(expected);
  }

  private static SwivelConnection connection(EntityManager manager) {
    return manager
        .unwrap(Session.class)
        .doReturningWork(connection -> connection.unwrap(SwivelConnection.class));
  }
}
